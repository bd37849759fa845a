import { describe, expect, it } from 'vitest';
import type { VoiceQuality } from './call.results.js';
import { mosOf } from './mos.js';

describe('mosOf', () => {
  it.each<[string, VoiceQuality, number | undefined]>([
    ['nothing that disturbs', { jitterMs: 0, lossPercent: 0, roundTripMs: 0 }, 4.4],
    ['a good line', { jitterMs: 5, lossPercent: 0, roundTripMs: 40 }, 4.38],
    ['1 % loss', { jitterMs: 1, lossPercent: 1, roundTripMs: 40 }, 4.31],
    ['5 % loss', { jitterMs: 1, lossPercent: 5, roundTripMs: 40 }, 3.88],
    ['20 % loss', { jitterMs: 1, lossPercent: 20, roundTripMs: 40 }, 2.57],
    ['a satellite', { jitterMs: 10, lossPercent: 0, roundTripMs: 600 }, 3.46],
    ['a bad mobile net', { jitterMs: 60, lossPercent: 8, roundTripMs: 300 }, 2.62],
    ['nothing that arrives', { lossPercent: 100 }, 1.16],
    ['loss alone', { lossPercent: 0 }, 4.4],
    ['jitter alone', { jitterMs: 0 }, 4.4],
    ['nonsense', { lossPercent: -5, jitterMs: 1e9 }, 1],
    ['nothing measured', { roundTripMs: 20 }, undefined],
  ])('should say of %s what people would', (_case, quality, mos) => {
    if (mos === undefined) expect(mosOf(quality)).toBeUndefined();
    else expect(mosOf(quality)).toBeCloseTo(mos, 1.5);
  });

  it('should never be better for more of anything', () => {
    const steps = [0, 1, 2, 5, 10, 20, 50, 100];
    for (const key of ['jitterMs', 'lossPercent', 'roundTripMs'] as const) {
      const scores = steps.map((value) => mosOf({ jitterMs: 1, lossPercent: 1, roundTripMs: 10, [key]: value }) ?? 0);
      expect([...scores].sort((left, right) => right - left)).toEqual(scores);
    }
  });
});
