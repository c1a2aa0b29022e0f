import { disc, face, label, part, type Ctx } from './brush.ts';

const GAUGE_RADIUS = 122;

/** The body and dial of a pressure gauge, 0 to 10 bar; the needle is drawn by `drawNeedle`. */
export function drawGauge(ctx: Ctx, [x, y]: readonly [number, number]): void {
  part(ctx, (sheet) => {
    face(sheet, x, y, GAUGE_RADIUS, '#b9bec0', 0.7);
    disc(sheet, x, y, GAUGE_RADIUS - 15, '#34383a');
    face(sheet, x, y, GAUGE_RADIUS - 19, '#eceae0', 0.16);
  });
  ctx.lineCap = 'butt';
  for (const [from, to, colour] of [
    [2, 6, '#2f9e44'],
    [6, 8, '#f0b429'],
    [8, 10, '#d8352a'],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 10;
    ctx.beginPath();
    ctx.arc(x, y, GAUGE_RADIUS - 32, needleAngle(from), needleAngle(to));
    ctx.stroke();
  }
  for (let mark = 0; mark <= 20; mark++) {
    const angle = needleAngle(mark / 2);
    const long = mark % 4 === 0;
    ctx.strokeStyle = '#1b1d1e';
    ctx.lineWidth = long ? 4 : 2;
    ctx.beginPath();
    ctx.moveTo(x + Math.cos(angle) * (GAUGE_RADIUS - 26), y + Math.sin(angle) * (GAUGE_RADIUS - 26));
    ctx.lineTo(x + Math.cos(angle) * (GAUGE_RADIUS - 42), y + Math.sin(angle) * (GAUGE_RADIUS - 42));
    ctx.stroke();
    if (long) label(ctx, `${mark / 2}`, x + Math.cos(angle) * 64, y + Math.sin(angle) * 64, 19, '#1b1d1e');
  }
  label(ctx, 'bar', x, y + 36, 20, '#1b1d1e');
  label(ctx, 'P2 · Kl. 1,0', x, y + 76, 12, '#1b1d1e', { weight: 'normal' });
}

const needleAngle = (bar: number) => Math.PI * (0.75 + (bar / 10) * 1.5);

export function drawNeedle(ctx: Ctx, [x, y]: readonly [number, number], bar: number): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(needleAngle(bar));
  for (const [shift, colour] of [
    [4, 'rgba(0, 0, 0, 0.25)'],
    [0, '#17191a'],
  ] as const) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(-28, -5 + shift);
    ctx.lineTo(82, -1.5 + shift);
    ctx.lineTo(82, 1.5 + shift);
    ctx.lineTo(-28, 5 + shift);
    ctx.fill();
  }
  face(ctx, 0, 0, 11, '#4a4e50', 0.6);
  ctx.restore();
  const glint = ctx.createLinearGradient(x - 90, y - 100, x + 20, y + 30);
  glint.addColorStop(0, 'rgba(255, 255, 255, 0.42)');
  glint.addColorStop(0.55, 'rgba(255, 255, 255, 0)');
  ctx.fillStyle = glint;
  ctx.beginPath();
  ctx.ellipse(x - 18, y - 30, 84, 62, -0.5, 0, Math.PI * 2);
  ctx.fill();
}
