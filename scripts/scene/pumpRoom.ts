import { createCanvas } from '@napi-rs/canvas';
import { bolt, cylinder, disc, face, label, part, streak, tiled, weather, type Ctx } from './brush.ts';
import { seededRandom } from './random.ts';

const FLOOR_Y = 1560;

/** The wall with its oil paint below and the stains of years, and the concrete floor. */
export function drawRoom(ctx: Ctx, width: number, height: number, wallColour: string): void {
  const plaster = ctx.createLinearGradient(0, 0, width * 0.5, FLOOR_Y);
  plaster.addColorStop(0, '#cfd0c6');
  plaster.addColorStop(1, '#a3a69c');
  ctx.fillStyle = plaster;
  ctx.fillRect(0, 0, width, FLOOR_Y);
  ctx.fillStyle = wallColour;
  ctx.fillRect(0, 900, width, FLOOR_Y - 900);
  ctx.fillStyle = 'rgba(30, 36, 34, 0.7)';
  ctx.fillRect(0, 894, width, 8);
  weather(ctx, [0, 0, width, FLOOR_Y], { dirt: 0.28, light: 0.3, scale: 2.2 });
  weather(ctx, [0, 0, width, FLOOR_Y], { dirt: 0.16, light: 0.14, scale: 0.45 });
  const random = seededRandom(5);
  for (let run = 0; run < 42; run++) {
    streak(
      ctx,
      random() * width,
      random() * 700,
      8 + random() * 34,
      200 + random() * 700,
      '62, 50, 34',
      0.05 + random() * 0.14,
    );
  }
  drawCracks(ctx, random);

  const concrete = ctx.createLinearGradient(0, FLOOR_Y, 0, height);
  concrete.addColorStop(0, '#5d5b55');
  concrete.addColorStop(1, '#8e8a80');
  ctx.fillStyle = concrete;
  ctx.fillRect(0, FLOOR_Y, width, height - FLOOR_Y);
  weather(ctx, [0, FLOOR_Y, width, height - FLOOR_Y], { dirt: 0.6, light: 0.45, scale: 1.4 });
  ctx.strokeStyle = 'rgba(20, 18, 15, 0.55)';
  ctx.lineWidth = 5;
  for (let joint = -2; joint <= 8; joint++) {
    ctx.beginPath();
    ctx.moveTo(width / 2 + (joint - 3) * 520, FLOOR_Y);
    ctx.lineTo(width / 2 + (joint - 3) * 760, height);
    ctx.stroke();
  }
  const corner = ctx.createLinearGradient(0, FLOOR_Y - 70, 0, FLOOR_Y + 90);
  corner.addColorStop(0, 'rgba(0, 0, 0, 0)');
  corner.addColorStop(0.44, 'rgba(0, 0, 0, 0.5)');
  corner.addColorStop(1, 'rgba(0, 0, 0, 0)');
  ctx.fillStyle = corner;
  ctx.fillRect(0, FLOOR_Y - 70, width, 160);
}

function drawCracks(ctx: Ctx, random: () => number): void {
  for (const [startX, startY] of [
    [420, 120],
    [1720, 180],
    [2480, 300],
    [3020, 980],
  ] as const) {
    let [x, y] = [startX, startY];
    ctx.strokeStyle = 'rgba(40, 36, 30, 0.55)';
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    ctx.moveTo(x, y);
    for (let step = 0; step < 24; step++) {
      x += (random() - 0.42) * 34;
      y += random() * 22;
      ctx.lineTo(x, y);
    }
    ctx.stroke();
  }
}

/** Control box, cable duct, signs and the fire extinguisher. */
export function drawFittings(ctx: Ctx, pumpName: string): void {
  drawDuct(ctx);
  drawControlBox(ctx, pumpName);
  drawHose(ctx);
  drawSigns(ctx, pumpName);
  drawExtinguisher(ctx);
}

function drawDuct(ctx: Ctx): void {
  part(ctx, (sheet) => {
    cylinder(sheet, [2740, 0, 96, 660], '#aeb3b4', 'y', 2);
    for (let slot = 0; slot < 26; slot++) {
      sheet.fillStyle = 'rgba(25, 28, 30, 0.7)';
      sheet.fillRect(2758, 14 + slot * 25, 22, 9);
      sheet.fillRect(2798, 14 + slot * 25, 22, 9);
    }
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [2740, 0, 96, 660], { dirt: 0.4, scale: 0.5 });
  });
}

function drawControlBox(ctx: Ctx, pumpName: string): void {
  part(ctx, (sheet) => {
    const door = sheet.createLinearGradient(2600, 640, 2980, 1120);
    door.addColorStop(0, '#dfe2df');
    door.addColorStop(1, '#94999a');
    sheet.fillStyle = door;
    sheet.beginPath();
    sheet.roundRect(2600, 640, 380, 480, 10);
    sheet.fill();
    sheet.strokeStyle = 'rgba(40, 44, 46, 0.6)';
    sheet.lineWidth = 4;
    sheet.strokeRect(2616, 656, 348, 448);
    for (const y of [720, 1040]) cylinder(sheet, [2604, y, 16, 46], '#6e7375', 'y');
    sheet.fillStyle = '#20262a';
    sheet.fillRect(2660, 690, 260, 52);
    label(sheet, `STEUERUNG ${pumpName}`, 2790, 717, 25, '#f3f3ee');
    (
      [
        ['BETRIEB', '#39d353'],
        ['STÖRUNG', '#7c2d23'],
        ['AUTO', '#f6f0d0'],
      ] as const
    ).forEach(([text, colour], index) => {
      const x = 2690 + index * 100;
      face(sheet, x, 808, 31, '#6c7173', 0.5);
      face(sheet, x, 808, 23, colour, 0.45);
      label(sheet, text, x, 856, 16, '#1c2022');
    });
    disc(sheet, 2790, 980, 84, '#efc11b');
    face(sheet, 2790, 980, 54, '#cf2b22', 0.55);
    label(sheet, 'NOT-HALT', 2790, 1082, 22, '#1c2022');
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [2600, 640, 380, 480], { dirt: 0.28, light: 0.1, scale: 0.8 });
    streak(sheet, 2890, 650, 16, 260, '110, 52, 20', 0.4);
  });
}

/** The armoured hose from the box to the motor, ring by ring. */
function drawHose(ctx: Ctx): void {
  part(ctx, (sheet) => {
    const curve = (t: number) => {
      const u = 1 - t;
      const at = (a: number, b: number, c: number, d: number) =>
        u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
      return [at(2720, 2700, 2640, 2290), at(1116, 1330, 880, 1010)] as const;
    };
    for (let ring = 0; ring <= 90; ring++) {
      const [x, y] = curve(ring / 90);
      face(sheet, x, y, ring % 2 ? 19 : 22, '#4a4e52', 0.75);
    }
    for (const [x, y] of [curve(0), curve(1)]) face(sheet, x, y, 32, '#8f9496', 0.6);
  });
}

function drawSigns(ctx: Ctx, pumpName: string): void {
  part(
    ctx,
    (sheet) => {
      sheet.fillStyle = '#f2b705';
      sheet.strokeStyle = '#17171a';
      sheet.lineJoin = 'round';
      sheet.lineWidth = 14;
      sheet.beginPath();
      sheet.moveTo(1730, 560);
      sheet.lineTo(1832, 734);
      sheet.lineTo(1628, 734);
      sheet.closePath();
      sheet.stroke();
      sheet.fill();
      label(sheet, '!', 1730, 672, 116, '#17171a');
      sheet.fillStyle = '#f2b705';
      sheet.fillRect(1622, 752, 216, 56);
      label(sheet, 'Automatischer', 1730, 769, 22, '#17171a');
      label(sheet, 'Anlauf', 1730, 794, 22, '#17171a');

      face(sheet, 1985, 650, 98, '#1557a8', 0.15);
      disc(sheet, 1985, 655, 46, '#ffffff');
      sheet.strokeStyle = '#ffffff';
      sheet.lineWidth = 13;
      sheet.beginPath();
      sheet.arc(1985, 648, 62, Math.PI * 1.05, Math.PI * 1.95);
      sheet.stroke();
      for (const x of [1923, 2047]) {
        sheet.fillStyle = '#ffffff';
        sheet.beginPath();
        sheet.roundRect(x - 18, 624, 36, 66, 14);
        sheet.fill();
      }
      sheet.fillStyle = '#1557a8';
      sheet.fillRect(1877, 764, 216, 44);
      label(sheet, 'Gehörschutz', 1985, 787, 24, '#ffffff');

      sheet.fillStyle = '#f4f4ee';
      sheet.beginPath();
      sheet.roundRect(320, 520, 470, 170, 12);
      sheet.fill();
      sheet.fillStyle = '#1d3f6e';
      sheet.fillRect(334, 534, 442, 76);
      label(sheet, `PUMPE ${pumpName}`, 555, 574, 58, '#ffffff');
      label(sheet, 'Kühlwasser Vorlauf', 555, 650, 36, '#1d2022');
      for (const [x, y] of [
        [336, 674],
        [774, 674],
      ] as const) {
        bolt(sheet, x, y, 7);
      }
      sheet.globalCompositeOperation = 'source-atop';
      weather(sheet, [300, 500, 2000, 330], { dirt: 0.25, light: 0.1, scale: 0.8 });
    },
    { x: 6, y: 9, blur: 10, alpha: 0.45 },
  );
}

function drawExtinguisher(ctx: Ctx): void {
  part(ctx, (sheet) => {
    sheet.translate(0, -340);
    cylinder(sheet, [104, 1010, 132, 380], '#c4241c', 'y', 46);
    cylinder(sheet, [146, 968, 48, 54], '#3a3d3f', 'y', 6);
    sheet.fillStyle = '#232628';
    sheet.fillRect(112, 950, 112, 22);
    sheet.strokeStyle = '#1a1c1d';
    sheet.lineWidth = 15;
    sheet.beginPath();
    sheet.moveTo(196, 985);
    sheet.bezierCurveTo(300, 1000, 262, 1200, 244, 1300);
    sheet.stroke();
    sheet.fillStyle = '#f1eee2';
    sheet.fillRect(118, 1110, 104, 130);
    label(sheet, 'FEUER-', 170, 1140, 20, '#c4241c');
    label(sheet, 'LÖSCHER', 170, 1166, 18, '#c4241c');
    label(sheet, '6 kg ABC', 170, 1208, 18, '#2a2c2e');
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [90, 940, 220, 460], { dirt: 0.25, scale: 0.6 });
  });
}

/** Evening light over everything: a lamp above left, dark corners, and the grain of a real picture. */
export function drawLight(ctx: Ctx, width: number, height: number): void {
  const lamp = ctx.createRadialGradient(
    width * 0.36,
    height * 0.2,
    100,
    width * 0.45,
    height * 0.45,
    width * 0.66,
  );
  lamp.addColorStop(0, 'rgba(255, 240, 205, 0.26)');
  lamp.addColorStop(0.45, 'rgba(255, 240, 205, 0.02)');
  lamp.addColorStop(1, 'rgba(6, 10, 18, 0.5)');
  ctx.fillStyle = lamp;
  ctx.fillRect(0, 0, width, height);
  const random = seededRandom(9);
  const size = 256;
  const grain = createCanvas(size, size);
  const grainCtx = grain.getContext('2d');
  const image = grainCtx.createImageData(size, size);
  for (let index = 0; index < size * size; index++) {
    const value = random() * 255;
    image.data.set([value, value, value, 255], index * 4);
  }
  grainCtx.putImageData(image, 0, 0);
  ctx.save();
  ctx.globalCompositeOperation = 'overlay';
  ctx.globalAlpha = 0.09;
  ctx.fillStyle = tiled(ctx, grain);
  ctx.fillRect(0, 0, width, height);
  ctx.restore();
}
