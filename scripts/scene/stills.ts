import { createCanvas } from '@napi-rs/canvas';
import { defaultLook, drawMachine, drawMoving, type MachineLook } from './drawMachine.ts';
import { lookThrough } from './filmScene.ts';
import { FRAME, poseMatrix, type Pose } from './handHeldPath.ts';

interface Still {
  name: string;
  caption: string;
  look: Partial<MachineLook>;
  /** Where the camera stands; see `Pose`. */
  pose: Pose;
}

const fireWaterPump: Partial<MachineLook> = {
  name: 'P5',
  type: 'KREISELPUMPE KP-125',
  serial: '51907-22',
  built: '2019',
  pumpColour: '#a8322a',
  motorColour: '#5b6670',
  pipeColour: '#b0392f',
  wallColour: '#8a8f99',
};

const brinePump: Partial<MachineLook> = {
  name: 'P7',
  type: 'SOLEPUMPE SP-080',
  serial: '60355-01',
  built: '2008',
  pumpColour: '#6d7f3a',
  motorColour: '#2f5d8f',
  pipeColour: '#8f989c',
  wallColour: '#93866f',
};

const stills: readonly Still[] = [
  {
    name: 'seal-leak',
    caption: 'Oil runs from the shaft seal of pump P2',
    look: { damage: 'seal-leak' },
    pose: { x: 1480, y: 1420, zoom: 1.75, roll: 0.025 },
  },
  {
    name: 'overview',
    caption: 'Pump P2, the whole station',
    look: { damage: 'seal-leak' },
    pose: { x: 1600, y: 1040, zoom: 0.68, roll: -0.012 },
  },
  {
    name: 'low-pressure',
    caption: 'Pressure at pump P5 has dropped to 1.3 bar',
    look: { ...fireWaterPump, gaugeBar: 1.3, damage: 'none' },
    pose: { x: 1400, y: 800, zoom: 2, roll: -0.03 },
  },
  {
    name: 'bearing-hot',
    caption: 'Bearing of pump P7 ran hot, the strip shows 82 °C',
    look: { ...brinePump, damage: 'bearing-hot', gaugeBar: 3.6 },
    pose: { x: 1660, y: 1270, zoom: 1.9, roll: 0.02 },
  },
  {
    name: 'valve-stuck',
    caption: 'Valve V2 at pump P5 is rusted and does not turn',
    look: { ...fireWaterPump, damage: 'valve-stuck', gaugeBar: 6.4 },
    pose: { x: 1150, y: 760, zoom: 1.6, roll: -0.02 },
  },
  {
    name: 'name-plate',
    caption: 'Name plate of pump P7',
    look: { ...brinePump, damage: 'none' },
    pose: { x: 2200, y: 1230, zoom: 2.6, roll: 0.03 },
  },
];

/** The pictures of the demo organisation's cases: 1920x1080 JPEG, the same bytes every time. */
export function drawDemoStills(): Promise<{ name: string; caption: string; jpeg: Buffer }[]> {
  return Promise.all(
    stills.map(async ({ name, caption, look: changes, pose }) => {
      const look = { ...defaultLook, ...changes };
      const canvas = createCanvas(FRAME.width, FRAME.height);
      const ctx = canvas.getContext('2d');
      lookThrough(ctx, poseMatrix(pose));
      drawMachine(ctx, look);
      drawMoving(ctx, look, 0.06);
      return { name, caption, jpeg: await canvas.encode('jpeg', 90) };
    }),
  );
}
