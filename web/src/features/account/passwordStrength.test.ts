import { describe, expect, it } from 'vitest';
import { passwordStrength } from './passwordStrength.ts';

describe('passwordStrength', () => {
  it.each([
    ['kurz', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['password123', 'weak'],
    ['AnnaWeber1990', 'weak'],
    ['kupferrohr21', 'fair'],
    ['drei Pumpen im Regen', 'good'],
    ['xK4!mumble-72', 'good'],
  ])('judges %s as %s', (password, strength) => {
    expect(passwordStrength(password, ['Anna Weber', 'anna.weber@example.com'])).toBe(strength);
  });

  it('lets a name stand in a long password', () => {
    expect(passwordStrength('weber kauft sieben alte Ventile', ['Anna Weber'])).toBe('good');
  });
});
