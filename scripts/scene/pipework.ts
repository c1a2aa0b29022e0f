import {
  bolt,
  cylinder,
  disc,
  face,
  label,
  part,
  roundLight,
  roundLightAt,
  rust,
  shade,
  weather,
  type Ctx,
} from './brush.ts';

const STEEL = '#8d9599';

/** A straight pipe along 'x' or 'y'; `width` is its outer diameter. */
export function pipe(
  ctx: Ctx,
  axis: 'x' | 'y',
  [x, y]: readonly [number, number],
  length: number,
  width: number,
  colour: string,
): void {
  part(ctx, (sheet) => {
    const box =
      axis === 'x'
        ? ([x, y - width / 2, length, width] as const)
        : ([x - width / 2, y, width, length] as const);
    cylinder(sheet, box, colour, axis, 2);
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, box, { dirt: 0.35, light: 0.12, scale: 0.6 });
  });
}

/** A quarter bend from going up to going right, around the centre of its curve. */
export function elbow(
  ctx: Ctx,
  [x, y]: readonly [number, number],
  radius: number,
  width: number,
  colour: string,
) {
  part(ctx, (sheet) => {
    const steps = 40;
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps;
      sheet.strokeStyle = roundLightAt(colour, t);
      sheet.lineWidth = width / steps + 1.5;
      sheet.beginPath();
      sheet.arc(x, y, radius + width / 2 - t * width, Math.PI, Math.PI * 1.5);
      sheet.stroke();
    }
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [x - 300, y - 300, 400, 400], { dirt: 0.35, scale: 0.6 });
  });
}

/** A pair of flanges across a pipe, seen from the side, with the bolts that hold them. */
export function flange(
  ctx: Ctx,
  axis: 'x' | 'y',
  [x, y]: readonly [number, number],
  width: number,
  colour: string,
) {
  part(ctx, (sheet) => {
    sheet.translate(x, y);
    if (axis === 'y') sheet.rotate(Math.PI / 2);
    const half = width / 2;
    for (const offset of [-0.38, -0.13, 0.13, 0.38]) {
      const across = offset * width;
      cylinder(sheet, [-38, across - 9, 76, 18], '#777b7d', 'x', 3);
      for (const end of [-46, 28]) cylinder(sheet, [end, across - 15, 18, 30], '#9a9d9e', 'x', 4);
    }
    for (const start of [-29, 3]) cylinder(sheet, [start, -half, 26, width], colour, 'x', 4);
    sheet.fillStyle = '#1d1d1c';
    sheet.fillRect(-3, -half + 8, 6, width - 16);
    sheet.globalCompositeOperation = 'source-atop';
    rust(sheet, 0, half * 0.6, 60, Math.round(x + y), 0);
    weather(sheet, [-60, -half, 120, width], { dirt: 0.4, scale: 0.4 });
  });
}

/** A hand wheel with five spokes; `tilt` below 1 shows it from the side as an ellipse. */
function handWheel(
  ctx: Ctx,
  [x, y]: readonly [number, number],
  radius: number,
  tilt: number,
  colour: string,
) {
  part(ctx, (sheet) => {
    sheet.translate(x, y);
    sheet.scale(1, tilt);
    for (let spoke = 0; spoke < 5; spoke++) {
      sheet.save();
      sheet.rotate(0.3 + (spoke * Math.PI * 2) / 5);
      cylinder(sheet, [0, -11, radius - 8, 22], colour, 'x', 3);
      sheet.restore();
    }
    for (const [width, amount, shift] of [
      [34, -0.5, 3],
      [27, -0.15, 0],
      [16, 0.15, -3],
      [6, 0.6, -6],
    ] as const) {
      sheet.strokeStyle = shade(colour, amount);
      sheet.lineWidth = width;
      sheet.beginPath();
      sheet.arc(shift * 0.6, shift, radius - 15, 0, Math.PI * 2);
      sheet.stroke();
    }
    face(sheet, 0, 0, 34, colour, 0.5);
    bolt(sheet, 0, 0, 17, 0.2);
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [-radius, -radius, radius * 2, radius * 2], { dirt: 0.5, light: 0.25, scale: 0.35 });
  });
}

/** The engraved tag that hangs by a chain from a hook at a valve: its name, and below it what the valve does. */
function tag(
  ctx: Ctx,
  [x, y]: readonly [number, number],
  hook: readonly [number, number],
  name: string,
  text: string,
  colour = '#f0c419',
) {
  ctx.strokeStyle = '#c9ced0';
  ctx.lineWidth = 4;
  ctx.setLineDash([7, 4]);
  ctx.beginPath();
  ctx.moveTo(hook[0], hook[1]);
  ctx.quadraticCurveTo((x + hook[0]) / 2 - 20, (y + hook[1]) / 2 + 30, x, y + 14);
  ctx.stroke();
  ctx.setLineDash([]);
  part(
    ctx,
    (sheet) => {
      const light = sheet.createLinearGradient(x - 80, y, x + 80, y + 124);
      light.addColorStop(0, shade(colour, 0.3));
      light.addColorStop(1, shade(colour, -0.18));
      sheet.fillStyle = light;
      sheet.beginPath();
      sheet.roundRect(x - 80, y, 160, 124, 12);
      sheet.fill();
      sheet.strokeStyle = 'rgba(25, 22, 10, 0.85)';
      sheet.lineWidth = 4;
      sheet.stroke();
      disc(sheet, x, y + 16, 7, '#2b2a26');
      label(sheet, name, x, y + 60, name.length > 2 ? 46 : 62, '#191813');
      label(sheet, text, x, y + 104, 23, '#191813');
      sheet.globalCompositeOperation = 'source-atop';
      weather(sheet, [x - 80, y, 160, 124], { dirt: 0.35, light: 0.1, scale: 0.4 });
    },
    { x: 10, y: 14, blur: 14, alpha: 0.5 },
  );
}

export interface Valve {
  name: string;
  text: string;
  /** Centre of the body on the pipe, world units. */
  at: readonly [number, number];
  /** 'up': on a level pipe, the stem stands up. 'front': on a standing pipe, the wheel faces us. */
  stem: 'up' | 'front';
  wheelColour: string;
}

const STEM_LENGTH = 235;

/** The middle of a valve's hand wheel, world units. */
export function wheelCentre(valve: Valve): readonly [number, number] {
  return valve.stem === 'up' ? [valve.at[0], valve.at[1] - STEM_LENGTH] : valve.at;
}

/** A gate valve in a pipe of the given outer diameter; a stuck one is rusted all over and tagged. */
export function drawValve(ctx: Ctx, valve: Valve, width: number, colour: string, stuck: boolean): void {
  const [x, y] = valve.at;
  part(ctx, (sheet) => {
    sheet.translate(x, y);
    if (valve.stem === 'front') sheet.rotate(-Math.PI / 2);
    sheet.fillStyle = roundLight(sheet, [0, -width * 0.72], [0, width * 0.72], colour);
    sheet.beginPath();
    sheet.moveTo(-110, -width / 2);
    sheet.bezierCurveTo(-60, -width / 2, -70, -width * 0.72, 0, -width * 0.72);
    sheet.bezierCurveTo(70, -width * 0.72, 60, -width / 2, 110, -width / 2);
    sheet.lineTo(110, width / 2);
    sheet.bezierCurveTo(60, width / 2, 70, width * 0.72, 0, width * 0.72);
    sheet.bezierCurveTo(-70, width * 0.72, -60, width / 2, -110, width / 2);
    sheet.fill();
    if (valve.stem === 'up') {
      cylinder(sheet, [-14, -STEM_LENGTH, 28, 150], STEEL, 'y', 3);
      for (const side of [-1, 1]) cylinder(sheet, [side * 42 - 9, -205, 18, 100], colour, 'y', 4);
      cylinder(sheet, [-56, -215, 112, 24], colour, 'y', 6);
      cylinder(sheet, [-62, -118, 124, 30], colour, 'y', 5);
      cylinder(sheet, [-48, -92, 96, 40], colour, 'y', 5);
      for (const side of [-1, 1]) bolt(sheet, side * 50, -103, 9);
    } else {
      face(sheet, 0, 0, 74, colour, 0.55);
      for (let index = 0; index < 8; index++) {
        const angle = (index * Math.PI) / 4 + 0.4;
        bolt(sheet, Math.cos(angle) * 58, Math.sin(angle) * 58, 8, angle);
      }
    }
    sheet.globalCompositeOperation = 'source-atop';
    const ageing = stuck ? 5 : 1;
    for (let spot = 0; spot < ageing; spot++) {
      rust(sheet, spot * 37 - 40 * (ageing > 1 ? 2 : 1), (spot % 3) * 34 - 20, stuck ? 95 : 55, x + spot, 2);
    }
    weather(sheet, [-130, -260, 260, 380], { dirt: 0.4, light: 0.14, scale: 0.5 });
  });
  const axis = valve.stem === 'up' ? 'x' : 'y';
  for (const end of [-125, 125]) {
    flange(ctx, axis, axis === 'x' ? [x + end, y] : [x, y + end], width * 1.55, colour);
  }
  const wheel = wheelCentre(valve);
  handWheel(ctx, wheel, 128, valve.stem === 'up' ? 0.34 : 1, stuck ? '#8a4a24' : valve.wheelColour);
  if (stuck) {
    rust(ctx, wheel[0] + 12, wheel[1] + 10, 52, 5, 3);
    tag(ctx, [x - 232, y + 150], [x - 96, y + 130], 'STOP', 'KLEMMT!', '#d8352a');
  }
  if (valve.stem === 'up') {
    tag(ctx, [x, y + width / 2 + 60], [x, y + width * 0.7], valve.name, valve.text);
  } else {
    tag(ctx, [x - 232, y - 40], [x - 96, y - 130], valve.name, valve.text);
  }
}
