import type { Changes } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';

/** A change of a call as a line of JSON. */
export interface StoredChange {
  callId: string;
  /** The call's, before it. */
  sequence: number;
  changes: Changes;
  at: Date;
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** @returns undefined for a line that is not whole: the last one of a process that was killed */
export function readChanges(line: string): StoredChange | undefined {
  try {
    const read = JSON.parse(line, revived) as Partial<StoredChange> | null;
    if (!read?.callId || read.sequence === undefined || !read.changes || !(read.at instanceof Date)) return undefined;
    const { newLegs } = read.changes;
    const changes = { ...read.changes, ...(newLegs && { newLegs: newLegs.map((leg) => Object.assign(new CallLeg(), leg)) }) };
    return { callId: read.callId, sequence: read.sequence, changes, at: read.at };
  } catch {
    return undefined;
  }
}

/** Columns with times end in "At"; what is JSON in a column keeps its times as text, and names them otherwise. */
const revived = (key: string, value: unknown): unknown =>
  typeof value === 'string' && (key === 'at' || key.endsWith('At')) && isTime.test(value) ? new Date(value) : value;
