/** How many calls the product makes in a second, and how soon after the click, against a script that does no more than that, on the same Asterisk. */
import 'reflect-metadata';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { median } from '../apps/api/test/asterisk/statistics.js';
import { withStack, type BenchStack } from './bench-stack.js';
import { BareScript, givenCustomer, givenPeers, productMaker, type Maker, type Peers } from './callers.js';
import { measureRate, type Rate } from './call-rate.js';
import type { Figure, Report } from './report.mjs';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** More than two cores can keep in talks of five seconds: the processors are the limit, not the people. */
const FULL = {
  agents: Number(process.env['BENCH_AGENTS'] ?? 220),
  talkMs: 5_000,
  isLoud: true,
  windowMs: 20_000,
  rounds: ROUNDS,
};
const SHORT = { agents: 80, talkMs: 300, isLoud: false, windowMs: 8_000, rounds: ROUNDS };
const CLICKS = Number(process.env['BENCH_CLICKS'] ?? 100);
const WARM_UP_MS = 8_000;
const LIMITS = { ratio: 0.7, clickMs: 15 };

interface Compared {
  script: Rate[];
  product: Rate[];
}

export async function measure(): Promise<Report> {
  const env = { MAX_CALLS: '1000' };
  return withStack({ rtpPorts: 2_000, env }, async (bench) => {
    const short = await givenPeers(bench, SHORT.agents, SHORT.talkMs, SHORT.isLoud);
    const full = await givenPeers(bench, FULL.agents, FULL.talkMs, FULL.isLoud);
    const script = await BareScript.start(bench);
    try {
      const compare = (peers: Peers, wish: typeof FULL): Promise<Compared> => comparedRates(bench, script, peers, wish);
      const shortRates = await compare(short, SHORT);
      const clicks = await comparedClicks(bench, script, short);
      const fullRates = await compare(full, FULL);
      return {
        title: 'Calls a second, and the click',
        about: `An agent's phone is rung and answers, the customer rings, answers, talks and hangs up; the product and a script that stores and tells nothing take turns on the same Asterisk, ${FULL.rounds} times ${FULL.windowMs / 1000} s each after a warm-up. Full calls: ${FULL.agents} agents, ${FULL.talkMs / 1000} s of talk with a tone from both sides. Without a voice: ${SHORT.agents} agents, ${SHORT.talkMs} ms. The peers and the client run in one process beside it all, and their time is that of both. A click is from the request to the agent's INVITE on the wire, ${CLICKS} of each, one by one.`,
        figures: [
          ...rateFigures('full calls', fullRates, LIMITS.ratio),
          ...rateFigures('without a voice', shortRates),
          ...clickFigures(clicks),
          ...(await storedFigures(bench, [fullRates, shortRates])),
        ],
      };
    } finally {
      script.stop();
    }
  });
}

async function comparedRates(bench: BenchStack, script: BareScript, peers: Peers, wish: typeof FULL): Promise<Compared> {
  const processorTime = bench.processorTime.with('script', script.child.pid);
  const round = { peers, processorTime, processors: availableParallelism(), windowMs: wish.windowMs };
  const makers = { script: script.make, product: productMaker(bench) };
  for (const make of Object.values(makers)) await measureRate(bench, { ...round, make, windowMs: WARM_UP_MS });
  const rates: Compared = { script: [], product: [] };
  for (let n = 0; n < wish.rounds; n += 1) {
    for (const who of ['script', 'product'] as const) {
      const rate = await measureRate(bench, { ...round, make: makers[who] });
      rates[who].push(rate);
      const costs = Object.entries(rate.perCall).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
      console.error(
        `${who}: ${rate.perSecond.toFixed(1)} a second, ${Math.round(rate.isBusy * 100)} % busy; ms a call: ${costs.join(', ')}`,
      );
    }
  }
  return rates;
}

/** From the click to the agent's INVITE on the wire, ms. */
async function comparedClicks(
  bench: BenchStack,
  script: BareScript,
  peers: Peers,
): Promise<{ script: number[]; product: number[] }> {
  const quick = { ...peers, talkMs: 20 };
  const click = async (make: Maker, n: number): Promise<number> => {
    const agent = quick.agents[n % quick.agents.length];
    if (!agent) throw new Error('There are no agents.');
    const before = agent.phone.calls.length;
    const number = givenCustomer(bench, quick);
    const clicked = performance.now();
    await make(quick, agent, number);
    const call = agent.phone.calls[before];
    if (!call) throw new Error('The phone did not ring.');
    return (call.history[0]?.monotonic ?? Number.NaN) - clicked;
  };
  const [byScript, byProduct]: [number[], number[]] = [[], []];
  const product = productMaker(bench);
  for (let n = 0; n < CLICKS; n += 1) {
    byScript.push(await click(script.make, n));
    byProduct.push(await click(product, n));
  }
  return { script: byScript, product: byProduct };
}

function rateFigures(kind: string, { script, product }: Compared, leastRatio?: number): Figure[] {
  // Not the middle one: rounds are few, and as long as each other.
  const mean = (rates: Rate[], of: (rate: Rate) => number): number =>
    rates.reduce((sum, rate) => sum + of(rate), 0) / rates.length;
  const cost = (rates: Rate[], name: string): number => mean(rates, ({ perCall }) => perCall[name] ?? 0);
  const whole = (rates: Rate[]): number =>
    ['api', 'Asterisk', 'PostgreSQL', 'script', 'client and peers'].reduce((sum, name) => sum + cost(rates, name), 0);
  const [bare, ours] = [mean(script, ({ perSecond }) => perSecond), mean(product, ({ perSecond }) => perSecond)];
  const a = { unit: 'calls/s' };
  const ms = { unit: 'ms' };
  return [
    { what: `${kind}: script`, value: bare, ...a },
    { what: `${kind}: product`, value: ours, ...a },
    {
      what: `${kind}: product to script`,
      value: ours / bare,
      unit: '',
      ...(leastRatio === undefined ? {} : { leastIs: leastRatio }),
    },
    { what: `${kind}: the machine's processors busy, script`, value: mean(script, ({ isBusy }) => isBusy) * 100, unit: '%' },
    { what: `${kind}: the machine's processors busy, product`, value: mean(product, ({ isBusy }) => isBusy) * 100, unit: '%' },
    { what: `${kind}: processors' time a call, script with Asterisk and peers`, value: whole(script), ...ms },
    { what: `${kind}: processors' time a call, product with Asterisk and peers`, value: whole(product), ...ms },
    ...['api', 'Asterisk', 'PostgreSQL', 'client and peers'].map((name) => ({
      what: `${kind}: of which ${name}`,
      value: cost(product, name),
      ...ms,
    })),
    { what: `${kind}: Asterisk's time a call of the script`, value: cost(script, 'Asterisk'), ...ms },
  ];
}

function clickFigures({ script, product }: { script: number[]; product: number[] }): Figure[] {
  const unit = 'ms';
  return [
    { what: 'click to INVITE, script, median', value: median(script), unit },
    { what: 'click to INVITE, product, median', value: median(product), unit },
    { what: 'click to INVITE, product over script', value: median(product) - median(script), unit, mostIs: LIMITS.clickMs },
  ];
}

/** What the peers missed, and what the books do not have as it was. */
async function storedFigures({ stack }: BenchStack, all: readonly Compared[]): Promise<Figure[]> {
  const [row] = (await stack.query(
    `select count(*)::int as count from calls where state <> 'ENDED' or outcome <> 'COMPLETED' or "answeredAt" is null`,
  )) as { count: number }[];
  const rounds = all.flatMap(({ script, product }) => [...script, ...product]);
  const sum = (of: (rate: Rate) => number): number => rounds.reduce((total, rate) => total + of(rate), 0);
  return [
    { what: 'calls made', value: sum(({ made }) => made), unit: '' },
    { what: 'of which lost', value: sum(({ lost }) => lost), unit: '', mostIs: 0 },
    { what: 'of the product, not in the books as completed', value: row?.count ?? Number.NaN, unit: '', mostIs: 0 },
  ];
}
