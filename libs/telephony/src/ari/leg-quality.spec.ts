import { describe, expect, it } from 'vitest';
import { qualityOf } from './leg-quality.js';

/** From a call whose party lost every 20th packet, with a report every 5 s. */
const lossy = (rxcount: number, rxploss: number, local_normdevrxploss: number) => ({
  rxcount,
  rxploss,
  local_normdevrxploss,
  rxjitter: 0,
  txjitter: 0.001,
  local_normdevjitter: 0.0018427914110429448,
  rtt: 0,
});

describe('qualityOf', () => {
  it.each([
    [717, 37, 12.333333333333334],
    [788, 37, 12.333333333333334],
    [859, 37, 12.333333333333334],
    [931, 37, 12.333333333333334],
    [1002, 50, 12.5],
    [1145, 50, 12.5],
  ])('should say 5 %% of %d packets and %d lost, wherever between two reports', (received, lost, average) => {
    const { lossPercent } = qualityOf(lossy(received, lost, average)) ?? {};
    expect(lossPercent).toBeGreaterThan(4);
    expect(lossPercent).toBeLessThan(6);
  });

  it('should take the jitter of what comes, in ms', () => {
    expect(qualityOf(lossy(717, 37, 12.33))).toMatchObject({ jitterMs: expect.closeTo(1.84, 2) });
  });

  it.each<[string, object, object | undefined]>([
    ['no loss', { rxcount: 500, rxploss: 0, local_normdevrxploss: 0 }, { lossPercent: 0 }],
    ['a round trip', { rxcount: 500, rxploss: 0, rtt: 0.04 }, { lossPercent: 0, roundTripMs: 40 }],
    ['a loss of which no average is told', { rxcount: 90, rxploss: 10 }, { lossPercent: 10 }],
    ['nothing that came', { rxcount: 0, rxploss: 0 }, undefined],
    ['nothing', {}, undefined],
  ])('should be right for %s', (_case, statistics, expected) => {
    expect(qualityOf(statistics)).toEqual(expected);
  });
});
