import { ApiError } from './errors.js';

/** Where a page ended: the sort key of its last row. */
export interface Cursor {
  at: Date;
  id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url');
}

/** @throws {ApiError} BAD_USER_INPUT when it is none of ours */
export function decodeCursor(text: string): Cursor {
  const [time, id, ...rest] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  if (rest.length > 0 || !time || !/^\d{1,15}$/.test(time) || !id || !UUID.test(id)) {
    throw new ApiError('BAD_USER_INPUT', 'after must be a nextCursor of an earlier page.');
  }
  return { at: new Date(Number(time)), id };
}

/** @throws {ApiError} BAD_USER_INPUT outside 1-200 */
export function pageSize(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > 200) throw new ApiError('BAD_USER_INPUT', 'first must be from 1 to 200.');
  return first;
}

/** Tells a UUID, so that a malformed id is "not found" rather than a database error. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
