import { isDeepStrictEqual } from 'node:util';
import { Call } from './call.entity.js';
import { type CallAttempt, readAttempts, readDate, type Stored } from './call.results.js';

/** The columns that anybody outside sees, or that decide who may see them. A call has changed when one of these has. */
const shown = [
  'id',
  'direction',
  'from',
  'to',
  'trunkName',
  'agentId',
  'startedById',
  'state',
  'outcome',
  'hangup',
  'attempts',
  'onHold',
  'muted',
  'transfer',
  'agentConnected',
  'timesExact',
  'record',
  'recordingIds',
  'recordingProblem',
  'recordingPaused',
  'note',
  'tags',
  'createdAt',
  'ringingAt',
  'answeredAt',
  'endedAt',
  'sequence',
] as const satisfies readonly (keyof Call)[];

type Shown = Pick<Call, (typeof shown)[number]>;

/** A call as it was at one sequence, as JSON. Columns that are added later are absent from older snapshots. */
export type CallSnapshot = Omit<Stored<Shown>, 'attempts' | Later> & { attempts: Stored<CallAttempt>[] } & Partial<
    Stored<Pick<Shown, Later>>
  >;

type Later = 'record' | 'recordingIds' | 'recordingProblem' | 'recordingPaused';

export function snapshotOf(call: Readonly<Call>): CallSnapshot {
  const picked = Object.fromEntries(shown.map((column) => [column, call[column]]));
  return JSON.parse(JSON.stringify(picked)) as CallSnapshot;
}

/** The call as it was then. Columns that nobody outside sees are not set. */
export function callOf(snapshot: CallSnapshot): Call {
  // What later versions added is not in older snapshots.
  const added = { muted: false, transfer: null, agentConnected: true, timesExact: true, note: null, tags: [] };
  return Object.assign(new Call(), added, snapshot, {
    attempts: readAttempts(snapshot.attempts),
    recordingIds: snapshot.recordingIds ?? [],
    recordingProblem: snapshot.recordingProblem ?? null,
    recordingPaused: snapshot.recordingPaused ?? false,
    createdAt: new Date(snapshot.createdAt),
    ringingAt: readDate(snapshot.ringingAt),
    answeredAt: readDate(snapshot.answeredAt),
    endedAt: readDate(snapshot.endedAt),
  });
}

/** Whether anybody outside would see a difference. */
export function hasChanged(before: Readonly<Call>, after: Readonly<Call>): boolean {
  return shown.some((column) => !isDeepStrictEqual(before[column], after[column]));
}
