import type { CallQualityInput } from '@/gql/graphql';

/** What getStats says of a line at one moment; counts and sums grow from the line's begin. */
export interface QualitySample {
  received: number;
  lost: number;
  jitterMs: number | undefined;
  roundTripMs: number | undefined;
  /** Sum of the microphone's energy, and the seconds it was summed over. */
  microphoneEnergy: number;
  microphoneSeconds: number;
}

type Stats = Record<string, unknown> & { type: string };

const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);

/** https://www.w3.org/TR/webrtc-stats/ . The round trip is the chosen pair's, else what the other side's reports say. */
export function readSample(reports: Iterable<Stats>): QualitySample {
  const all = [...reports];
  const of = (type: string, isIt: (stats: Stats) => boolean = () => true) =>
    all.find((stats) => stats.type === type && isIt(stats));
  const isAudio = ({ kind }: Stats) => kind === 'audio';
  const inbound = of('inbound-rtp', isAudio);
  const source = of('media-source', isAudio);
  const pair = of('candidate-pair', ({ state, nominated }) => state === 'succeeded' && nominated === true);
  const remote = of('remote-inbound-rtp', isAudio);
  return {
    received: number(inbound?.packetsReceived) ?? 0,
    lost: Math.max(0, number(inbound?.packetsLost) ?? 0),
    jitterMs: milliseconds(number(inbound?.jitter)),
    roundTripMs: milliseconds(number(pair?.currentRoundTripTime) ?? number(remote?.roundTripTime)),
    microphoneEnergy: number(source?.totalAudioEnergy) ?? 0,
    microphoneSeconds: number(source?.totalSamplesDuration) ?? 0,
  };
}

/** What happened between two samples, within the bounds that the api takes; undefined where there was no sound at all in either direction. */
export function qualityBetween(before: QualitySample, after: QualitySample): CallQualityInput | undefined {
  const received = after.received - before.received;
  const lost = Math.max(0, after.lost - before.lost);
  const seconds = after.microphoneSeconds - before.microphoneSeconds;
  if (received <= 0 && seconds <= 0) return undefined;
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const { jitterMs, roundTripMs } = after;
  return {
    ...(received + lost > 0 ? { lossPercent: (100 * lost) / (received + lost) } : {}),
    ...(jitterMs === undefined ? {} : { jitterMs: clamp(jitterMs, 10_000) }),
    ...(roundTripMs === undefined ? {} : { roundTripMs: clamp(roundTripMs, 60_000) }),
    ...(seconds > 0
      ? { audioLevel: clamp(Math.sqrt(Math.max(0, after.microphoneEnergy - before.microphoneEnergy) / seconds), 1) }
      : {}),
  };
}

export type SoundTrouble = 'silentMicrophone' | 'loss' | 'delay';

/** Below this a microphone gives nothing: even a quiet room is louder. */
const silence = 0.0005;

/** What a person would notice, and can do something about. */
export function troubleOf(
  { lossPercent, roundTripMs, audioLevel }: CallQualityInput,
  isMuted: boolean,
): SoundTrouble | undefined {
  if (!isMuted && audioLevel != null && audioLevel < silence) return 'silentMicrophone';
  if ((lossPercent ?? 0) > 5) return 'loss';
  return (roundTripMs ?? 0) > 400 ? 'delay' : undefined;
}
