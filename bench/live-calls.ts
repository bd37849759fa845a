/** Calls that stay: answered customers who hear an announcement that is longer than what is measured. */
import { inParallel } from '../apps/api/test/asterisk/in-parallel.js';
import { accepted, type Refusal } from '../apps/api/test/asterisk/operations.js';
import { answersAtOnce, type IncomingCall } from '../apps/api/test/sip/index.js';
import type { BenchStack } from './bench-stack.js';
import { originateCall, type Peers } from './callers.js';

/** More than a minute. */
const ANNOUNCEMENT = 'sound:demo-instruct';
const AT_ONCE = 20;
const PATIENCE_MS = 60_000;

export interface LiveCall {
  id: string;
  /** The carrier's end of it. */
  seen: IncomingCall;
}

/** So many of each agent first, and then announcements, `count` in all. */
export async function givenLiveCalls(
  { stack, given }: BenchStack,
  { carrier, trunkName, agents }: Peers,
  count: number,
  eachAgents = 1,
): Promise<LiveCall[]> {
  return inParallel(count, AT_ONCE, async (n) => {
    const to = given.number();
    carrier.on(to, ...answersAtOnce);
    const agent = agents[Math.floor(n / eachAgents)];
    const connect = agent ? { agentId: agent.userId } : { announcement: ANNOUNCEMENT };
    const input = { to, trunkName, connect, record: false };
    const answer = await stack.admin.ask<{ originateCall: { id: string } | Refusal }>(originateCall, { input });
    const { id } = accepted(answer.originateCall);
    const { state } = await stack.changes.when(id, (call) => call.state === 'ANSWERED' || call.state === 'ENDED', PATIENCE_MS);
    if (state === 'ENDED') throw new Error(`The call to ${to} ended before all were there.`);
    return { id, seen: carrier.callTo(to) };
  });
}

/** The customers hang up; resolves when the product has told so of each. */
export async function endCalls({ stack }: BenchStack, calls: readonly LiveCall[]): Promise<void> {
  await inParallel(calls.length, AT_ONCE, async (n) => {
    const call = calls[n];
    if (!call) return;
    await call.seen.hangUp();
    await stack.changes.when(call.id, ({ state }) => state === 'ENDED', PATIENCE_MS);
  });
}
