import { TelephonyError } from './telephony.gateway.js';

/** What the engine answers; undefined where it refuses with one of these. @throws {TelephonyError} with any other status */
export async function unless<T>(statuses: readonly number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TelephonyError && statuses.includes(error.status)) return undefined;
    throw error;
  }
}

/** Likewise where it has no such thing (404), or not any more. */
export const unlessGone = <T>(answer: Promise<T>): Promise<T | undefined> => unless([404], answer);
