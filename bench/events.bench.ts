/** How soon a subscriber knows what happened to a call: from the carrier's message on the wire to the subscriber's socket. */
import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { longSound } from '../apps/api/test/asterisk/given.js';
import { percentile } from '../apps/api/test/asterisk/statistics.js';
import { ringsThenRefuses } from '../apps/api/test/sip/index.js';
import { withStack, type BenchStack } from './bench-stack.js';
import { givenCustomer, givenPeers, connectedMaker, type Peers } from './callers.js';
import { difference, type Times } from './processor-time.js';
import type { Figure, Report } from './report.mjs';
import type { Heard, Subscriber } from './subscribers.mjs';

const AGENTS = 100;
const PACE = { callsPerSecond: 50, seconds: 20 };
/** Of so many calls one is an agent's whole one; for more, two cores do not suffice. The others ring and are refused. */
const ONE_IS_WHOLE = 5;
const TALK_MS = 1_000;
const WHO_SEE_ALL = 3;
const LIMITS = { p50: 5, p99: 25 };
/** What the carrier sends, and the state that follows; a refusal and a hang-up both end a call. */
const STATES = { RINGING: ['sent 180'], ANSWERED: ['sent 200'], ENDED: ['sent BYE', 'sent 486'] } as const;

interface Latencies {
  each: number[];
  missed: number;
  perCall: Times;
}

export async function measure(): Promise<Report> {
  return withStack({ rtpPorts: 2_000, env: { MAX_CALLS: '1000' } }, async (bench) => {
    const peers = await givenPeers(bench, AGENTS, TALK_MS, false);
    const subscribers = fork(fileURLToPath(new URL('subscribers.mjs', import.meta.url)), { serialization: 'advanced' });
    try {
      await latencies(bench, peers, subscribers, followers(bench, peers, 0)); // The first calls warm everything up.
      const [one, hundred, thousand] = [
        await latencies(bench, peers, subscribers, followers(bench, peers, 0).slice(0, 1)),
        await latencies(bench, peers, subscribers, followers(bench, peers, 1)),
        await latencies(bench, peers, subscribers, followers(bench, peers, 10)),
      ];
      return {
        title: 'From an event to its subscriber',
        about: `${PACE.callsPerSecond} calls a second for ${PACE.seconds} s: every ${ONE_IS_WHOLE}th an agent's with a customer who rings, answers, talks ${TALK_MS / 1000} s and hangs up, the others calls that ring and are refused. From the moment the carrier sent 180, 200, BYE or 486 to the arrival at each subscriber's socket: what Asterisk takes for it is in it. ${AGENTS} subscribers follow each their own agent's calls and ${WHO_SEE_ALL} see all; of a thousand, ten follow each agent. The subscribers run in a process of their own on the same machine.`,
        figures: [
          ...figuresOf('1 subscriber who sees all', one),
          ...figuresOf(`${AGENTS} subscribers and ${WHO_SEE_ALL} who see all`, hundred, LIMITS),
          ...figuresOf(`${AGENTS * 10} subscribers and ${WHO_SEE_ALL} who see all`, thousand),
        ],
      };
    } finally {
      subscribers.disconnect();
    }
  });
}

function followers({ stack }: BenchStack, { agents }: Peers, forEach: number): Subscriber[] {
  const all = { token: stack.admin.token ?? '', sees: 'all' as const };
  const own = agents.map(({ client }) => ({ token: client.token ?? '', sees: 'own' as const }));
  return [...Array.from({ length: WHO_SEE_ALL }, () => all), ...Array.from({ length: forEach }, () => own).flat()];
}

async function latencies(bench: BenchStack, peers: Peers, process: ChildProcess, who: readonly Subscriber[]): Promise<Latencies> {
  process.send({ url: bench.stack.api.url, subscribers: who });
  await once(process, 'message');
  const processorTime = bench.processorTime.with('subscribers', process.pid);
  const before = processorTime.now();
  const calls = await makeCalls(bench, peers);
  const used = difference(before, processorTime.now());
  process.send({ end: true });
  const [{ heard }] = (await once(process, 'message')) as [{ heard: Heard[] }];
  const perCall = Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / calls.size]));
  const result = { ...compared(peers, calls, who, heard), perCall };
  console.error(
    `${who.length} subscribers: p50 ${percentile(result.each, 50).toFixed(1)} ms, p99 ${percentile(result.each, 99).toFixed(1)} ms of ${result.each.length}, missed ${result.missed}; ms a call: ${JSON.stringify(perCall)}`,
  );
  return result;
}

interface Made {
  number: string;
  isWhole: boolean;
}

/** At that pace, whatever becomes of those before. @returns them by their id, when all are over */
async function makeCalls(bench: BenchStack, peers: Peers): Promise<Map<string, Made>> {
  const { stack, given } = bench;
  const make = connectedMaker(bench);
  const calls = new Map<string, Made>();
  const one = async (n: number): Promise<void> => {
    const agent = peers.agents[Math.floor(n / ONE_IS_WHOLE) % peers.agents.length];
    if (!agent) throw new Error('There are no agents.');
    const isWhole = n % ONE_IS_WHOLE === 0;
    const number = isWhole ? givenCustomer(bench, peers) : given.number();
    if (!isWhole) peers.carrier.on(number, ...ringsThenRefuses(200, 486));
    const connect = isWhole ? { agentId: agent.userId } : { announcement: longSound };
    calls.set(await make(peers, connect, number), { number, isWhole });
  };
  const begin = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < PACE.callsPerSecond * PACE.seconds; n += 1) {
    await pause(Math.max(0, begin + (n * 1000) / PACE.callsPerSecond - performance.now()));
    running.push(one(n));
  }
  await Promise.all(running);
  // The last end was heard here; nobody else's socket is behind by more.
  await stack.admin.ask('{ me { id } }');
  return calls;
}

/** What each of those who should know was told, against when the carrier did it. */
function compared(
  peers: Peers,
  calls: ReadonlyMap<string, Made>,
  who: readonly Subscriber[],
  heard: readonly Heard[],
): Omit<Latencies, 'perCall'> {
  const each: number[] = [];
  for (const { id, state, at } of heard) {
    const moment = momentOf(peers, calls.get(id), state);
    if (moment !== undefined) each.push(at - moment);
  }
  const seeAll = who.filter(({ sees }) => sees === 'all').length;
  const ownFollowers = (who.length - seeAll) / peers.agents.length;
  const due = [...calls.values()].reduce((sum, made) => {
    const moments = Object.keys(STATES).filter((state) => momentOf(peers, made, state) !== undefined).length;
    return sum + moments * (seeAll + (made.isWhole ? ownFollowers : 0));
  }, 0);
  return { each, missed: due - each.length };
}

function momentOf({ carrier }: Peers, made: Made | undefined, state: string): number | undefined {
  const [call] = made ? carrier.callsTo(made.number) : [];
  const whats = STATES[state as keyof typeof STATES] ?? [];
  return whats.map((what) => call?.at(what)).find((at) => at !== undefined);
}

function figuresOf(who: string, { each, missed, perCall }: Latencies, limits?: typeof LIMITS): Figure[] {
  const unit = 'ms';
  return [
    { what: `${who}: p50`, value: percentile(each, 50), unit, ...(limits && { mostIs: limits.p50 }) },
    { what: `${who}: p99`, value: percentile(each, 99), unit, ...(limits && { mostIs: limits.p99 }) },
    { what: `${who}: of ${each.length + missed} changes not told`, value: missed, unit: '', mostIs: 0 },
    { what: `${who}: the api's time a call`, value: perCall['api'] ?? Number.NaN, unit },
    { what: `${who}: the subscribers' time a call`, value: perCall['subscribers'] ?? Number.NaN, unit },
  ];
}
