import { ApiError } from '@app/common';

/** A place in the log of changes: the transaction that wrote the change, and its place there. */
export interface LogPosition {
  xid: number;
  id: number;
}

/** Before everything. */
export const LOG_START: LogPosition = { xid: 0, id: 0 };

const OLDEST_MS = 7 * 24 * 60 * 60_000;
const CURSOR = /^(\d{1,15}) (\d{1,15}) (\d{1,15})$/;

/** @param givenAt when it is handed out: from then on it is good for 7 days */
export function encodeEventCursor({ xid, id }: LogPosition, givenAt: Date): string {
  return Buffer.from(`${givenAt.getTime()} ${xid} ${id}`).toString('base64url');
}

/** @throws {ApiError} BAD_USER_INPUT when it is none of ours, or too old */
export function decodeEventCursor(text: string, now: Date): LogPosition {
  const [, givenAt, xid, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (givenAt === undefined) throw noSuchCursor();
  if (now.getTime() - Number(givenAt) > OLDEST_MS) {
    throw new ApiError(
      'BAD_USER_INPUT',
      'This cursor is older than 7 days. Take callEventsCursor, read the calls, and go on from there.',
    );
  }
  return { xid: Number(xid), id: Number(id) };
}

export function noSuchCursor(): ApiError {
  return new ApiError('BAD_USER_INPUT', 'after must be a cursor of callEventsCursor or of an event.');
}

export function isAfter(left: LogPosition, right: LogPosition): boolean {
  return left.xid > right.xid || (left.xid === right.xid && left.id > right.id);
}
