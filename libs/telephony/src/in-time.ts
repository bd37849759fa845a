import { TelephonyError } from './telephony.gateway.js';

/** What comes within the limit (ms); whatever it is goes on by itself. @throws {TelephonyError} 504 with these words and this operation when it is late */
export async function inTime<T>(limitMs: number, coming: PromiseLike<T>, words: string, operation: string): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new TelephonyError(words, 504, operation)), limitMs);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(limit));
}
