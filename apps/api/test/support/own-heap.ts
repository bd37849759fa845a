import { Session } from 'node:inspector/promises';

/** Bytes in use on this process's heap after a forced collection. */
export async function ownHeap(): Promise<number> {
  const session = new Session();
  session.connect();
  // Twice: what the first one finalises is free after the second.
  for (let round = 0; round < 2; round += 1) await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  return process.memoryUsage().heapUsed;
}
