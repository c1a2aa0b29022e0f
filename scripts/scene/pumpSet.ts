import {
  bolt,
  cylinder,
  disc,
  face,
  label,
  part,
  roundLight,
  rust,
  shade,
  streak,
  weather,
  type Ctx,
} from './brush.ts';
import type { MachineLook } from './drawMachine.ts';

/** Height of the shaft, world units. */
export const AXIS_Y = 1250;
export const VOLUTE_X = 1180;
export const SEAL = [1478, AXIS_Y + 62] as const;

/** The pump with bearing housing, coupling guard and motor on its base frame and plinth. */
export function drawPumpSet(ctx: Ctx, look: MachineLook): void {
  drawBase(ctx);
  drawMotor(ctx, look);
  drawBearingHousing(ctx, look);
  drawCouplingGuard(ctx);
  drawVolute(ctx, look);
  drawNamePlate(ctx, look);
  if (look.damage === 'bearing-hot') drawHeat(ctx);
  drawOil(ctx, look.damage === 'seal-leak' ? 1 : 0.35);
}

function drawBase(ctx: Ctx): void {
  part(
    ctx,
    (sheet) => {
      const front = sheet.createLinearGradient(0, 1600, 0, 1790);
      front.addColorStop(0, '#8b8a84');
      front.addColorStop(1, '#4f4e4a');
      sheet.fillStyle = front;
      sheet.fillRect(830, 1612, 1740, 178);
      sheet.fillStyle = '#a5a49c';
      sheet.beginPath();
      sheet.moveTo(870, 1585);
      sheet.lineTo(2530, 1585);
      sheet.lineTo(2570, 1614);
      sheet.lineTo(830, 1614);
      sheet.fill();
      sheet.globalCompositeOperation = 'source-atop';
      weather(sheet, [830, 1580, 1740, 220], { dirt: 0.65, light: 0.3, scale: 0.7 });
      for (let stripe = 0; stripe < 30; stripe++) {
        sheet.fillStyle = stripe % 2 ? 'rgba(20, 20, 18, 0.8)' : 'rgba(226, 178, 22, 0.85)';
        const x = 830 + stripe * 60;
        sheet.beginPath();
        sheet.moveTo(x, 1790);
        sheet.lineTo(x + 60, 1790);
        sheet.lineTo(x + 84, 1760);
        sheet.lineTo(x + 24, 1760);
        sheet.fill();
      }
      weather(sheet, [830, 1755, 1740, 40], { dirt: 0.6, light: 0.35, scale: 0.5 });
    },
    { x: 40, y: 26, blur: 50, alpha: 0.6 },
  );
  part(ctx, (sheet) => {
    cylinder(sheet, [920, 1528, 1590, 18], '#4d5a63', 'x', 3);
    sheet.fillStyle = '#2c353b';
    sheet.fillRect(926, 1546, 1578, 34);
    cylinder(sheet, [920, 1578, 1590, 16], '#4d5a63', 'x', 3);
    for (const x of [980, 1330, 1700, 2080, 2450]) bolt(sheet, x, 1562, 13, x);
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [920, 1520, 1590, 80], { dirt: 0.5, light: 0.2, scale: 0.6 });
    rust(sheet, 1640, 1565, 80, 8);
    rust(sheet, 2330, 1570, 60, 9);
  });
}

function drawMotor(ctx: Ctx, { motorColour }: MachineLook): void {
  part(ctx, (sheet) => {
    for (const x of [2000, 2270]) {
      sheet.fillStyle = roundLight(sheet, [x, 0], [x + 100, 0], motorColour);
      sheet.beginPath();
      sheet.moveTo(x, 1400);
      sheet.lineTo(x + 100, 1400);
      sheet.lineTo(x + 124, 1530);
      sheet.lineTo(x - 24, 1530);
      sheet.fill();
      bolt(sheet, x - 4, 1520, 12);
      bolt(sheet, x + 104, 1520, 12);
    }
    cylinder(sheet, [1930, AXIS_Y - 24, 60, 48], '#b4b8b9', 'x');
    cylinder(sheet, [2385, AXIS_Y - 196, 120, 392], shade(motorColour, -0.18), 'x', 34);
    for (let slot = 0; slot < 13; slot++) {
      sheet.fillStyle = 'rgba(8, 10, 12, 0.75)';
      sheet.fillRect(2440, AXIS_Y - 160 + slot * 25, 50, 11);
    }
    cylinder(sheet, [1965, AXIS_Y - 185, 40, 370], shade(motorColour, -0.18), 'x', 10);
    cylinder(sheet, [2000, AXIS_Y - 200, 390, 400], motorColour, 'x', 8);
    // Each cooling fin catches the light on its upper edge; they crowd towards the rims of the round body.
    for (let fin = 0; fin < 27; fin++) {
      const y = AXIS_Y - Math.cos((Math.PI * (fin + 0.5)) / 27) * 198;
      const gap = Math.max(2, Math.sin((Math.PI * (fin + 0.5)) / 27) * 11);
      sheet.fillStyle = 'rgba(5, 10, 14, 0.6)';
      sheet.fillRect(2008, y, 374, gap);
      sheet.fillStyle = 'rgba(255, 255, 255, 0.16)';
      sheet.fillRect(2008, y + gap, 374, 3);
    }
    cylinder(sheet, [2105, 972, 190, 100], shade(motorColour, -0.18), 'x', 12);
    cylinder(sheet, [2095, 960, 210, 24], motorColour, 'x', 8);
    for (const x of [2122, 2278]) bolt(sheet, x, 1050, 8, x);
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [1920, 950, 600, 600], { dirt: 0.45, light: 0.12, scale: 0.8 });
    rust(sheet, 2360, 1430, 70, 21, 1);
  });
}

function drawNamePlate(ctx: Ctx, look: MachineLook): void {
  const [x, y, width, height] = [2014, 1156, 358, 194];
  part(
    ctx,
    (sheet) => {
      const metal = sheet.createLinearGradient(x, y, x + width, y + height);
      for (const [stop, colour] of [
        [0, '#f3f3ee'],
        [0.35, '#b9bcbb'],
        [0.5, '#e9e9e4'],
        [1, '#9b9f9f'],
      ] as const) {
        metal.addColorStop(stop, colour);
      }
      sheet.fillStyle = metal;
      sheet.beginPath();
      sheet.roundRect(x, y, width, height, 10);
      sheet.fill();
      sheet.fillStyle = '#1d3f6e';
      sheet.fillRect(x + 12, y + 12, width - 24, 40);
      label(sheet, look.type, x + width / 2, y + 33, 24, '#ffffff');
      const rows = [
        [`S/N ${look.serial}`, look.built],
        ['Q 200 m³/h', 'H 32 m'],
        ['P 22 kW', 'n 1460 /min'],
        ['400 V 3~ 50 Hz', 'IP 55'],
      ] as const;
      rows.forEach(([left, right], row) => {
        const line = y + 74 + row * 31;
        const size = row === 0 ? 22 : 18;
        label(sheet, left, x + 20, line, size, '#15181a', { align: 'left' });
        label(sheet, right, x + width - 20, line, size, '#15181a', { align: 'right' });
        sheet.fillStyle = 'rgba(20, 24, 26, 0.35)';
        sheet.fillRect(x + 16, line + 15, width - 32, 1.5);
      });
      for (const corner of [x + 8, x + width - 8]) {
        disc(sheet, corner, y + 62, 4, '#5c6062');
        disc(sheet, corner, y + height - 10, 4, '#5c6062');
      }
      sheet.globalCompositeOperation = 'source-atop';
      weather(sheet, [x, y, width, height], { dirt: 0.22, light: 0.1, scale: 0.5 });
    },
    { x: 3, y: 4, blur: 6, alpha: 0.7 },
  );
}

function drawBearingHousing(ctx: Ctx, { pumpColour }: MachineLook): void {
  part(ctx, (sheet) => {
    cylinder(sheet, [1400, AXIS_Y - 34, 540, 68], '#c3c7c8', 'x');
    sheet.fillStyle = roundLight(sheet, [1600, 0], [1690, 0], pumpColour);
    sheet.beginPath();
    sheet.moveTo(1610, 1330);
    sheet.lineTo(1690, 1330);
    sheet.lineTo(1730, 1530);
    sheet.lineTo(1570, 1530);
    sheet.fill();
    for (const x of [1590, 1710]) bolt(sheet, x, 1518, 12);
    sheet.fillStyle = roundLight(sheet, [0, AXIS_Y - 105], [0, AXIS_Y + 105], pumpColour);
    sheet.beginPath();
    sheet.moveTo(1540, AXIS_Y - 96);
    sheet.bezierCurveTo(1590, AXIS_Y - 70, 1690, AXIS_Y - 70, 1750, AXIS_Y - 96);
    sheet.lineTo(1750, AXIS_Y + 96);
    sheet.bezierCurveTo(1690, AXIS_Y + 112, 1590, AXIS_Y + 112, 1540, AXIS_Y + 96);
    sheet.fill();
    for (const x of [1528, 1742]) cylinder(sheet, [x, AXIS_Y - 108, 30, 216], pumpColour, 'x', 6);
    cylinder(sheet, [1618, AXIS_Y - 118, 54, 46], '#a9adae', 'y', 8);
    for (const y of [-78, -28, 28, 78]) bolt(sheet, 1543, AXIS_Y + y, 9, y);
    disc(sheet, 1645, AXIS_Y + 34, 34, '#3b3f41');
    face(sheet, 1645, AXIS_Y + 34, 27, '#c08a2a', 0.6);
    disc(sheet, 1636, AXIS_Y + 24, 8, 'rgba(255, 255, 255, 0.65)');
    // The seal's gland with its two studs.
    cylinder(sheet, [1436, AXIS_Y - 72, 34, 144], '#9a9fa1', 'x', 5);
    cylinder(sheet, [1470, AXIS_Y - 52, 24, 104], '#c7cbcb', 'x', 4);
    for (const y of [-58, 42]) cylinder(sheet, [1430, AXIS_Y + y, 88, 16], '#7b7f81', 'x', 3);
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [1400, 1100, 560, 450], { dirt: 0.45, light: 0.14, scale: 0.6 });
    rust(sheet, 1455, AXIS_Y + 50, 48, 14, 1);
  });
}

function drawCouplingGuard(ctx: Ctx): void {
  part(ctx, (sheet) => {
    cylinder(sheet, [1785, AXIS_Y - 112, 172, 280], '#e8b41a', 'x', 16);
    for (const x of [1790, 1935]) cylinder(sheet, [x, 1410, 18, 122], '#c99a14', 'y', 3);
    for (let row = 0; row < 9; row++) {
      for (let column = 0; column < 6; column++) {
        sheet.fillStyle = 'rgba(20, 16, 4, 0.78)';
        sheet.beginPath();
        sheet.roundRect(1800 + column * 25, AXIS_Y - 88 + row * 27, 15, 15, 4);
        sheet.fill();
      }
    }
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [1780, 1130, 190, 420], { dirt: 0.5, light: 0.15, scale: 0.4 });
  });
}

function drawVolute(ctx: Ctx, { pumpColour }: MachineLook): void {
  part(ctx, (sheet) => {
    for (const x of [1070, 1230]) {
      sheet.fillStyle = roundLight(sheet, [x, 0], [x + 70, 0], pumpColour);
      sheet.beginPath();
      sheet.moveTo(x, 1420);
      sheet.lineTo(x + 70, 1420);
      sheet.lineTo(x + 104, 1530);
      sheet.lineTo(x - 34, 1530);
      sheet.fill();
      bolt(sheet, x - 14, 1518, 13);
      bolt(sheet, x + 84, 1518, 13);
    }
    // The spiral's neck grows into the outlet.
    sheet.fillStyle = roundLight(sheet, [VOLUTE_X - 110, 0], [VOLUTE_X + 140, 0], pumpColour);
    sheet.beginPath();
    sheet.moveTo(VOLUTE_X - 70, 960);
    sheet.lineTo(VOLUTE_X + 70, 960);
    sheet.bezierCurveTo(VOLUTE_X + 80, 1040, VOLUTE_X + 230, 1090, VOLUTE_X + 236, AXIS_Y);
    sheet.lineTo(VOLUTE_X - 200, AXIS_Y);
    sheet.bezierCurveTo(VOLUTE_X - 190, 1090, VOLUTE_X - 80, 1060, VOLUTE_X - 70, 960);
    sheet.fill();
    cylinder(sheet, [880, AXIS_Y - 78, 200, 156], pumpColour, 'x', 6);
    face(sheet, VOLUTE_X, AXIS_Y, 242, pumpColour, 0.6);
    sheet.strokeStyle = 'rgba(0, 0, 0, 0.35)';
    sheet.lineWidth = 7;
    sheet.beginPath();
    sheet.arc(VOLUTE_X + 3, AXIS_Y + 4, 186, 0, Math.PI * 2);
    sheet.stroke();
    face(sheet, VOLUTE_X, AXIS_Y, 182, pumpColour, 0.42);
    for (let index = 0; index < 12; index++) {
      const angle = (index * Math.PI) / 6 + 0.26;
      bolt(sheet, VOLUTE_X + Math.cos(angle) * 156, AXIS_Y + Math.sin(angle) * 156, 15, angle);
    }
    face(sheet, VOLUTE_X, AXIS_Y, 112, pumpColour, 0.5);
    label(sheet, 'KP', VOLUTE_X, AXIS_Y - 24, 56, 'rgba(255, 255, 255, 0.78)');
    label(sheet, '200', VOLUTE_X, AXIS_Y + 34, 44, 'rgba(255, 255, 255, 0.78)');
    sheet.globalCompositeOperation = 'source-atop';
    weather(sheet, [870, 940, 560, 600], { dirt: 0.5, light: 0.16, scale: 0.9 });
    rust(sheet, VOLUTE_X - 150, AXIS_Y + 150, 105, 31, 2);
    rust(sheet, VOLUTE_X + 60, 1010, 62, 33, 2);
    rust(sheet, VOLUTE_X + 190, AXIS_Y - 60, 55, 35, 1);
  });
  part(
    ctx,
    (sheet) => {
      // The turning arrow says which way the shaft runs.
      sheet.strokeStyle = '#d8352a';
      sheet.lineWidth = 13;
      sheet.beginPath();
      sheet.arc(VOLUTE_X, AXIS_Y, 214, Math.PI * 1.12, Math.PI * 1.36);
      sheet.stroke();
      const [tipX, tipY] = [
        VOLUTE_X + Math.cos(Math.PI * 1.41) * 214,
        AXIS_Y + Math.sin(Math.PI * 1.41) * 214,
      ];
      sheet.fillStyle = '#d8352a';
      sheet.translate(tipX, tipY);
      sheet.rotate(Math.PI * 1.91);
      sheet.beginPath();
      sheet.moveTo(20, 0);
      sheet.lineTo(-18, -21);
      sheet.lineTo(-18, 21);
      sheet.fill();
    },
    { x: 1, y: 2, blur: 3, alpha: 0.3 },
  );
}

/** Oil below the seal: a dark run over frame and plinth, a puddle on the floor; `amount` in 0 to 1. */
function drawOil(ctx: Ctx, amount: number): void {
  const [x, y] = SEAL;
  const oil = '22, 14, 6';
  part(ctx, (sheet) => streak(sheet, x + 6, y - 8, 5 + amount * 7, 90 + amount * 150, oil, 0.9), {
    x: 8,
    y: 6,
    blur: 8,
    alpha: 0.3,
  });
  for (let run = 0; run < 11; run++) {
    const spread = (run - 5) * 17 * (0.3 + amount);
    const wet = amount * (1 - Math.abs(run - 5) / 9);
    streak(ctx, x + spread, 1524, 26, 74, oil, 0.35 + wet * 0.5);
    streak(
      ctx,
      x + spread * 1.3,
      1592,
      20 + (run % 3) * 9,
      60 + wet * 140 + (run % 4) * 12,
      oil,
      0.3 + wet * 0.6,
    );
  }
  for (const [cx, cy, rx, ry] of [
    [x + 4, 1598, 120, 14],
    [x + 30, 1812, 250, 34],
    [x - 90, 1842, 130, 20],
  ] as const) {
    const pool = ctx.createRadialGradient(cx - rx * 0.3, cy - ry * 0.3, 2, cx, cy, rx);
    pool.addColorStop(0, `rgba(58, 38, 14, ${0.55 + amount * 0.4})`);
    pool.addColorStop(0.75, `rgba(18, 12, 5, ${0.5 + amount * 0.45})`);
    pool.addColorStop(1, 'rgba(18, 12, 5, 0)');
    ctx.save();
    ctx.translate(cx, cy);
    ctx.scale(0.4 + amount * 0.6, (ry / rx) * (0.5 + amount * 0.5));
    ctx.translate(-cx, -cy);
    disc(ctx, cx, cy, rx, pool);
    ctx.restore();
    ctx.fillStyle = `rgba(255, 240, 205, ${0.1 + amount * 0.22})`;
    ctx.beginPath();
    ctx.ellipse(cx - rx * 0.2, cy - ry * 0.25, rx * 0.3 * (0.4 + amount), ry * 0.16, -0.03, 0, Math.PI * 2);
    ctx.fill();
  }
}

/** A bearing that ran hot: burnt paint, temper colours and a temperature strip that has turned. */
function drawHeat(ctx: Ctx): void {
  const [x, y] = [1700, AXIS_Y - 10];
  for (const [radius, colour] of [
    [150, '120, 40, 10'],
    [112, '64, 52, 110'],
    [84, '150, 96, 30'],
    [56, '40, 22, 14'],
  ] as const) {
    const burn = ctx.createRadialGradient(x, y, radius * 0.2, x, y, radius);
    burn.addColorStop(0, `rgba(${colour}, 0.62)`);
    burn.addColorStop(1, `rgba(${colour}, 0)`);
    ctx.save();
    ctx.beginPath();
    ctx.rect(1528, AXIS_Y - 108, 244, 216);
    ctx.clip();
    disc(ctx, x, y, radius, burn);
    ctx.restore();
  }
  rust(ctx, x + 8, y - 20, 66, 44, 2);
  part(
    ctx,
    (sheet) => {
      sheet.fillStyle = '#f4f2ea';
      sheet.fillRect(1566, AXIS_Y - 66, 142, 44);
      [60, 71, 82, 93].forEach((degrees, index) => {
        sheet.fillStyle = index < 3 ? '#16171a' : '#e9e4d4';
        sheet.fillRect(1570 + index * 34, AXIS_Y - 62, 31, 24);
        label(sheet, `${degrees}°`, 1586 + index * 34, AXIS_Y - 30, 12, '#16171a');
      });
    },
    { x: 2, y: 3, blur: 4, alpha: 0.5 },
  );
}
