/** How long the api takes to start, and to find its calls again, with a thousand of them alive. */
import 'reflect-metadata';
import { until } from '@app/common/testing';
import { withStack, type BenchStack } from './bench-stack.js';
import { givenPeers } from './callers.js';
import { givenLiveCalls, type LiveCall } from './live-calls.js';
import type { Report } from './report.mjs';

const CALLS = 500;
/** Of an agent and a customer each: two channels a call. Few agents are enough. */
const AGENTS = 20;
/** So seldom a packet keeps a call from being taken for dead. */
const RTP_EVERY_MS = 5_000;
/** So many are hung up through the API at once: who is controlled has been found. */
const TRIED = 20;

export async function measure(): Promise<Report> {
  return withStack({ rtpPorts: 2_400, env: { MAX_CALLS: '2000', MAX_CALLS_PER_USER: '2000' } }, async (bench) => {
    const { stack } = bench;
    const peers = await givenPeers(bench, AGENTS, 0, false, RTP_EVERY_MS);
    const withoutCalls = await restart(bench);
    const calls = await givenLiveCalls(bench, peers, CALLS, CALLS / AGENTS);
    const withCalls = await restart(bench);
    const dropped = calls.filter(({ seen }) => seen.progress !== 'answered').length;
    const tried = calls.filter((_call, n) => n % (CALLS / TRIED) === 0);
    const controlled = await hangUp(bench, tried);
    const [row] = (await stack.query(`select count(*)::int as count from calls where state = 'ANSWERED'`)) as { count: number }[];
    const unit = 'ms';
    return {
      title: 'Start-up with live calls',
      about: `The api is killed (SIGKILL) and started again: from its start to /health/ready, which is green only when every call is found again in Asterisk. ${CALLS} calls of an agent and a customer are two channels each; a packet of sound goes by every ${RTP_EVERY_MS / 1000} s. Then ${TRIED} of them are hung up by the API in one request: until the carrier has the BYE of each.`,
      figures: [
        { what: 'start to ready, no live call', value: withoutCalls, unit },
        { what: `start to ready and all found, ${CALLS * 2} live channels`, value: withCalls, unit },
        { what: 'of these dropped', value: dropped, unit: '', mostIs: 0 },
        { what: `${TRIED} of them hung up`, value: controlled, unit },
        {
          what: 'live in the books and not at the carrier, or the other way',
          value: Math.abs(CALLS - TRIED - (row?.count ?? 0)),
          unit: '',
          mostIs: 0,
        },
      ],
    };
  });
}

/** ms until it is ready again. */
async function restart({ stack }: BenchStack): Promise<number> {
  await stack.killApi();
  const begin = performance.now();
  stack.api = await stack.api.restart();
  const took = performance.now() - begin;
  await stack.signIn();
  return took;
}

/** ms */
async function hangUp({ stack }: BenchStack, calls: readonly LiveCall[]): Promise<number> {
  const begin = performance.now();
  const wishes = calls.map(({ id }, n) => `c${n}: hangupCall(id: "${id}") { __typename }`);
  const answers = await stack.admin.ask<Record<string, { __typename: string }>>(`mutation { ${wishes.join(' ')} }`);
  const refused = Object.values(answers).filter(({ __typename }) => __typename !== 'Call').length;
  if (refused > 0) throw new Error(`${refused} of ${calls.length} calls could not be hung up.`);
  await until(
    () => {
      if (calls.some(({ seen }) => seen.endedBy !== 'them')) throw new Error('Some are still in their calls.');
    },
    { timeoutMs: 30_000, everyMs: 5 },
  );
  return performance.now() - begin;
}
