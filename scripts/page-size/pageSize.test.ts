import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../bootstrap/root.ts';
import { LIMIT_BYTES, measure } from './pageSize.ts';

it("the technician's first screen needs less than 100 kB of JavaScript; the call's part is loaded later", () => {
  const { firstScreen, total } = measure(join(root, 'glass-client', 'dist'));
  expect(firstScreen).toBeGreaterThan(0);
  expect(firstScreen).toBeLessThan(LIMIT_BYTES);
  expect(total).toBeGreaterThan(firstScreen);
});
