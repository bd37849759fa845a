/** What the api holds for each live call, and whether it lets go of it. */
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { withStack } from './bench-stack.js';
import { givenPeers } from './callers.js';
import { endCalls, givenLiveCalls } from './live-calls.js';
import type { Report } from './report.mjs';

const AGENTS = 60;
const CALLS = 300;
const LIMITS = { kilobytesACall: 20, megabytesLeft: 1 };
/** What is compiled and kept for good with the first calls is none of any call's, nor are the last 2,000 changes, which are always remembered. */
const WARM_UPS = 3;
/** What a call's last message leaves to do. */
const SETTLED_MS = 3_000;

export async function measure(): Promise<Report> {
  return withStack({ inspect: true, rtpPorts: 2_000, env: { MAX_CALLS: '1000' } }, async (bench) => {
    const peers = await givenPeers(bench, AGENTS, 0, false);
    const heap = async (): Promise<number> => {
      await pause(SETTLED_MS);
      return bench.stack.heap();
    };
    for (let n = 0; n < WARM_UPS; n += 1) await endCalls(bench, await givenLiveCalls(bench, peers, CALLS));
    const before = await heap();
    const calls = await givenLiveCalls(bench, peers, CALLS);
    const meanwhile = await heap();
    await endCalls(bench, calls);
    const after = await heap();
    const megabytes = (bytes: number): number => bytes / 1e6;
    return {
      title: 'Memory of a live call',
      about: `The api's heap after a forced collection: with no call after ${WARM_UPS * CALLS} have come and gone, with ${CALLS} live ones (${AGENTS} of agents with customers, the others announcements), and when those have ended.`,
      figures: [
        { what: 'no live call', value: megabytes(before), unit: 'MB' },
        { what: `${CALLS} live calls`, value: megabytes(meanwhile), unit: 'MB' },
        { what: 'for each live call', value: (meanwhile - before) / CALLS / 1e3, unit: 'KB', mostIs: LIMITS.kilobytesACall },
        {
          what: 'left when they have ended',
          value: megabytes(after - before),
          unit: 'MB',
          mostIs: LIMITS.megabytesLeft,
        },
      ],
    };
  });
}
