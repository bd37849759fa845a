import { describe, expect, it } from 'vitest';
import { qualityBetween, readSample, troubleOf } from './call-quality';

const reports = (change: { received: number; lost: number; energy: number; seconds: number }) => [
  { type: 'candidate-pair', state: 'succeeded', nominated: true, currentRoundTripTime: 0.021 },
  { type: 'candidate-pair', state: 'failed', nominated: false, currentRoundTripTime: 9 },
  { type: 'inbound-rtp', kind: 'audio', packetsReceived: change.received, packetsLost: change.lost, jitter: 0.004 },
  { type: 'media-source', kind: 'audio', totalAudioEnergy: change.energy, totalSamplesDuration: change.seconds },
];
const before = readSample(reports({ received: 100, lost: 10, energy: 1, seconds: 2 }));

describe('the quality of a line', () => {
  it('should be told of the time between two looks, in ms and percent', () => {
    const after = readSample(reports({ received: 575, lost: 35, energy: 1.4, seconds: 12 }));
    const quality = qualityBetween(before, after);
    expect(quality).toEqual({ lossPercent: 5, jitterMs: 4, roundTripMs: 21, audioLevel: expect.closeTo(0.2) });
  });

  it('should say nothing where no sound went either way', () => {
    expect(qualityBetween(before, before)).toBeUndefined();
  });

  it('should not take packets that came late after all for less than no loss', () => {
    const after = readSample(reports({ received: 200, lost: 4, energy: 1, seconds: 3 }));
    expect(qualityBetween(before, after)).toMatchObject({ lossPercent: 0, audioLevel: 0 });
  });

  it('should stay within what the api takes', () => {
    const slow = { ...before, received: 101, jitterMs: 20_000, roundTripMs: 90_000, microphoneSeconds: 3, microphoneEnergy: 9 };
    expect(qualityBetween(before, slow)).toMatchObject({ jitterMs: 10_000, roundTripMs: 60_000, audioLevel: 1 });
  });

  it('should leave out what the browser does not tell', () => {
    const bare = readSample([{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 200 }]);
    expect(qualityBetween({ ...bare, received: 100 }, bare)).toEqual({ lossPercent: 0 });
  });
});

describe('what is wrong with the sound', () => {
  it.each([
    [{ audioLevel: 0 }, false, 'silentMicrophone'],
    [{ audioLevel: 0 }, true, undefined],
    [{ audioLevel: 0.1, lossPercent: 6 }, false, 'loss'],
    [{ audioLevel: 0.1, roundTripMs: 500 }, false, 'delay'],
    [{ audioLevel: 0.1, lossPercent: 1, roundTripMs: 40 }, false, undefined],
  ] as const)('should read %j (muted: %s) as %s', (quality, isMuted, trouble) => {
    expect(troubleOf(quality, isMuted)).toBe(trouble);
  });
});
