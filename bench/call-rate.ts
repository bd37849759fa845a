/** How many calls a second are made, and what they cost. */
import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { BenchStack } from './bench-stack.js';
import { givenCustomer, type Maker, type Peers } from './callers.js';
import { difference, type ProcessorTime, type Times } from './processor-time.js';

export interface Rate {
  /** Calls that ended while it was measured, a second. */
  perSecond: number;
  /** Of each process's time, ms a call. */
  perCall: Times;
  /** Of all the machine's processors, by everybody. */
  isBusy: number;
  /** Calls that were asked for, in the measured time or around it. */
  made: number;
  /** Those that did not reach the customer, or where one of the two did not hear the other. */
  lost: number;
}

export interface Round {
  peers: Peers;
  make: Maker;
  processorTime: ProcessorTime;
  processors: number;
  windowMs: number;
}

/** One that cannot be made counts as lost, and its agent takes a breath. */
const AFTER_FAILURE_MS = 1_000;

/** Every agent makes one call after the other. They begin one by one, so that the calls of a round are as far apart as those of a working day. */
export async function measureRate(bench: BenchStack, { peers, make, processorTime, processors, windowMs }: Round): Promise<Rate> {
  const rampMs = peers.talkMs + 1_000;
  const begin = performance.now() + rampMs;
  const end = begin + windowMs;
  let ended = 0;
  const numbers: string[] = [];
  const firstCalls = peers.agents.map(({ phone }) => phone.calls.length);
  const atWork = peers.agents.map(async (agent, n) => {
    await pause((n * rampMs) / peers.agents.length);
    while (performance.now() < end) {
      const number = givenCustomer(bench, peers);
      numbers.push(number);
      const isMade = await make(peers, agent, number).then(
        () => true,
        async (error: unknown) => {
          console.error(`A call was not made: ${String(error)}`);
          await pause(AFTER_FAILURE_MS);
          return false;
        },
      );
      if (!isMade) continue;
      if (performance.now() >= begin && performance.now() < end) ended += 1;
    }
  });
  await pause(begin - performance.now());
  const [before, beganAt] = [processorTime.now(), performance.now()];
  await pause(end - performance.now());
  const used = difference(before, processorTime.now());
  const seconds = (performance.now() - beganAt) / 1000;
  await Promise.all(atWork);
  const answered = peers.agents.flatMap(({ phone }, n) => phone.calls.slice(firstCalls[n]));
  return {
    perSecond: ended / seconds,
    perCall: Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / ended])),
    isBusy: (used['machine'] ?? 0) / (seconds * 1000 * processors),
    made: numbers.length,
    lost: numbers.length - Math.min(whole(peers, numbers), answered.filter((call) => isHeard(peers, call)).length),
  };
}

function whole(peers: Peers, numbers: readonly string[]): number {
  return numbers.filter((number) => {
    const [call, ...more] = peers.carrier.callsTo(number);
    return call !== undefined && more.length === 0 && call.finalStatus === 200 && isHeard(peers, call);
  }).length;
}

/** Where tones are sent, at least half of what the talk has was heard. */
function isHeard({ talkMs, carrier }: Peers, { media }: { media: { audible: number } }): boolean {
  const packetMs = 20;
  return carrier.agent.mediaOptions.toneHertz === null || media.audible >= talkMs / packetMs / 2;
}
