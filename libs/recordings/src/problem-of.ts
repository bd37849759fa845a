import { RecordingProblem } from '@app/calls';

/** The files may lack so much of the talk, seconds: the last one that Asterisk had not written when it was killed, and what an answer takes to get about. */
const MAY_LACK_SECONDS = 1;

export interface Recorded {
  talkSeconds: number;
  /** Of all its files. */
  durationSeconds: number;
  silent: boolean;
}

/** What is wrong with a call's recording, if it has one. */
export function problemOf({ talkSeconds, durationSeconds, silent }: Recorded): RecordingProblem | null {
  if (durationSeconds === 0) return isWorthMissing(talkSeconds) ? RecordingProblem.MISSING : null;
  if (talkSeconds - durationSeconds > MAY_LACK_SECONDS) return RecordingProblem.SHORT;
  return silent ? RecordingProblem.SILENT : null;
}

/** Who hangs up with the answer has not been talked to. */
export const isWorthMissing = (talkSeconds: number): boolean => talkSeconds > MAY_LACK_SECONDS;
