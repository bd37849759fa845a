import type { Stretch } from './sound-meter.js';

/** How far a pause may lie in the file from where the clock says, seconds. */
const TOLERANCE = 0.5;

export interface Pauses {
  /** By the clock, in seconds from the recording's start. */
  pauses: readonly Stretch[];
  /** How long it lasted by the clock. */
  lastedSeconds: number;
  /** What is zero in the file, and how long the file is. */
  zeros: readonly Stretch[];
  durationSeconds: number;
}

/**
 * Where the pauses are in the file: each where the file is zero near the time of the clock, as nothing is written while neither side sends anything, and the
 * file's time then stands. Where no such stretch is found (a pause of an instant) the clock's time counts.
 */
export function measureGaps({ pauses, lastedSeconds, zeros, durationSeconds }: Pauses): Stretch[] {
  const lag = Math.max(0, lastedSeconds - durationSeconds);
  return pauses
    .map((pause) => within(durationSeconds, nearest(pause, zeros, lag) ?? pause))
    .filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds)
    .map(({ fromSeconds, toSeconds }) => ({ fromSeconds: rounded(fromSeconds), toSeconds: rounded(toSeconds) }));
}

/** The zeros that share most with the pause, and of them no more than the pause can be: silence around it is not of it. */
function nearest(pause: Stretch, zeros: readonly Stretch[], lag: number): Stretch | undefined {
  const earliest = { fromSeconds: pause.fromSeconds - lag - TOLERANCE, toSeconds: pause.toSeconds - lag - TOLERANCE };
  const latest = { fromSeconds: pause.fromSeconds + TOLERANCE, toSeconds: pause.toSeconds + TOLERANCE };
  const found = zeros
    .map((stretch) => ({
      fromSeconds: Math.max(stretch.fromSeconds, earliest.fromSeconds),
      toSeconds: Math.min(stretch.toSeconds, latest.toSeconds),
    }))
    .filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds)
    .sort((left, right) => lengthOf(right) - lengthOf(left))[0];
  return found && lengthOf(found) >= (pause.toSeconds - pause.fromSeconds) / 2 ? found : undefined;
}

const lengthOf = ({ fromSeconds, toSeconds }: Stretch): number => toSeconds - fromSeconds;

const within = (end: number, { fromSeconds, toSeconds }: Stretch): Stretch => ({
  fromSeconds: Math.min(Math.max(0, fromSeconds), end),
  toSeconds: Math.min(Math.max(0, toSeconds), end),
});

/** To the millisecond. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
