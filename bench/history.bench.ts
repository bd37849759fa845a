/** How long the first page of a list of calls takes, for any filter, over the public API, with a million stored calls. */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { testEnv } from '@app/common/testing';
import type * as PostgresModule from '../scripts/postgres.mjs';
import { AppModule } from '../apps/api/src/app.module.js';
import { configureApp } from '../apps/api/src/create-app.js';
import { ApiClient, signIn } from '../apps/api/test/support/graphql-client.js';
import { seedCalls } from './seed-calls.js';

// By Node itself: it imports on when it runs, which modules of the runner can't.
const { startPostgres } = createRequire(import.meta.url)('../scripts/postgres.mjs') as typeof PostgresModule;

const CALLS = Number(process.env['BENCH_CALLS'] ?? 1_000_000);
const LIMIT_MS = 50;
const RUNS = 40;
const PASSWORD = 'correct horse battery';

const query = `query ($filter: CallFilter) { calls(filter: $filter) { items { id from to state outcome createdAt talkSeconds agent { displayName } } nextCursor } }`;

interface Figure {
  what: string;
  value: number;
  unit: string;
  mostIs?: number;
}

export async function measure(): Promise<{ title: string; about: string; figures: Figure[] }> {
  const postgres = await startPostgres({ forTests: true, log: () => undefined });
  const env = testEnv({ databaseUrl: postgres.url, adminPassword: PASSWORD });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(env), { logger: false, bodyParser: false });
  try {
    configureApp(app);
    await app.listen(0, '127.0.0.1');
    const dataSource = app.get(DataSource);
    const begin = performance.now();
    await seedCalls(await unhurried(postgres.url), CALLS);
    console.error(`${CALLS} calls were stored in ${Math.round((performance.now() - begin) / 1000)} s.`);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const client = new ApiClient(`http://127.0.0.1:${port}`);
    const admin = await signIn(client, env.adminUsername, PASSWORD);
    const agent = await asAgent(admin, dataSource);

    for (let run = 0; run < 2 * RUNS; run += 1) await admin.ask(query, { filter: {} });
    // What the machine and the way there cost, whatever is asked.
    const figures: Figure[] = [{ what: '{ me { id } }, p95', value: await p95Of(() => admin.ask('{ me { id } }')), unit: 'ms' }];
    for (const [name, filter] of await filters(dataSource)) {
      for (const [who, caller] of [['all', admin] as const, ['an agent’s', agent] as const]) {
        const { p95, found } = await timed(caller, filter);
        figures.push({ what: `${name}: ${who}, p95 (${found} found)`, value: p95, unit: 'ms', mostIs: LIMIT_MS });
        console.error(`${name.padEnd(60)} ${who.padEnd(12)} ${p95.toFixed(1)} ms, ${found}`);
      }
    }
    figures.push(...(await others(admin)));
    const about = `${CALLS} ended calls of two years, ${RUNS} times each, over HTTP and GraphQL: the first page of 50, with its agents.`;
    return { title: 'The history of calls', about, figures };
  } finally {
    await app.close();
    await postgres.stop();
  }
}

/** The api's own connections give up after 15 s; a million rows take longer. */
const unhurried = (url: string) => new DataSource({ type: 'postgres', url }).initialize();

/** One with a usual number of calls, who may see their own only. */
async function asAgent(admin: ApiClient, dataSource: DataSource): Promise<ApiClient> {
  const [busy] = await dataSource.query<{ agentId: string }[]>(
    `select "agentId" from calls where "agentId" is not null group by 1 order by count(*) desc offset 20 limit 1`,
  );
  const { createApiToken } = await admin.ask<{ createApiToken: { token: string } }>(
    `mutation ($userId: ID!) { createApiToken(input: { name: "bench", role: AGENT, userId: $userId }) { ... on CreatedApiToken { token } ... on OperationError { message } } }`,
    { userId: busy?.agentId },
  );
  return admin.as(createApiToken.token);
}

async function filters(dataSource: DataSource): Promise<[name: string, filter: object][]> {
  const by = (sql: string) => dataSource.query<{ value: string }[]>(sql).then(([row]) => row?.value);
  const busiest = await by(
    `select "agentId" as value from calls where "agentId" is not null group by 1 order by count(*) desc limit 1`,
  );
  const gone = await by(
    `select "agentId" as value from calls where "agentId" is not null group by 1 order by max("createdAt") limit 1`,
  );
  const customer = (await by(`select "to" as value from calls where direction = 'OUTBOUND' order by id limit 1`)) ?? '';
  const day = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
  const year = { createdAfter: day(700), createdBefore: day(400) };
  return [
    ['nothing', {}],
    ['state: those that live', { state: ['DIALING', 'RINGING', 'ANSWERED'] }],
    ['state: ENDED', { state: ['ENDED'] }],
    ['outcome: COMPLETED', { outcome: ['COMPLETED'] }],
    ['outcome: INVALID_NUMBER, rare', { outcome: ['INVALID_NUMBER'] }],
    ['outcome: BUSY, ABANDONED or REJECTED', { outcome: ['BUSY', 'ABANDONED', 'REJECTED'] }],
    ['direction: OUTBOUND', { direction: 'OUTBOUND' }],
    ['direction: INTERNAL, none', { direction: 'INTERNAL' }],
    ['trunk: one that was given up', { trunkName: 'OldLine' }],
    ['trunk: Demo, rare', { trunkName: 'Demo' }],
    ['trunk: none such', { trunkName: 'Nothing' }],
    ['agent: the busiest', { agentId: busiest }],
    ['agent: one who has left', { agentId: gone }],
    ['agent who has left, and a rare outcome', { agentId: gone, outcome: ['INVALID_NUMBER'] }],
    ['busiest agent, trunk that was given up', { agentId: busiest, trunkName: 'OldLine' }],
    ['busiest agent, a rare trunk, a rare outcome', { agentId: busiest, trunkName: 'Demo', outcome: ['REJECTED'] }],
    ['trunk that was given up, a rare outcome', { trunkName: 'OldLine', outcome: ['INVALID_NUMBER'] }],
    ['inbound, no such outcome of it', { direction: 'INBOUND', outcome: ['BUSY'] }],
    ['created: one day', { createdAfter: day(300), createdBefore: day(299) }],
    ['created: a year ago, a rare trunk', { ...year, trunkName: 'Demo' }],
    ['created: a year ago, an agent, an outcome', { ...year, agentId: busiest, outcome: ['BUSY'] }],
    ['number: a whole one', { number: customer }],
    ['number: the last 7 digits', { number: customer.slice(-7) }],
    ['number: 5 digits in the middle', { number: customer.slice(5, 10) }],
    ['number: 4 digits', { number: customer.slice(-4) }],
    ['number: 3 digits', { number: customer.slice(-3) }],
    ['number: 998, in every one', { number: '998' }],
    ['number: ours, of every other call', { number: '712000000' }],
    ['number: ours that was given up', { number: '781500700' }],
    ['number: ours that was given up, a rare outcome', { number: '781500700', outcome: ['INVALID_NUMBER'] }],
    ['number: nobody’s', { number: '0000000' }],
    [
      'number: 4 digits, busiest agent, BUSY, a year ago',
      { number: customer.slice(-4), agentId: busiest, outcome: ['BUSY'], ...year },
    ],
    ['number: 3 digits, a rare outcome', { number: customer.slice(-3), outcome: ['INVALID_NUMBER'] }],
    ['number: 3 digits, agent who has left', { number: customer.slice(-3), agentId: gone }],
  ];
}

async function timed(client: ApiClient, filter: object): Promise<{ p95: number; found: number }> {
  let found = 0;
  const p95 = await p95Of(async () => {
    const { calls } = await client.ask<{ calls: { items: unknown[] } }>(query, { filter });
    found = calls.items.length;
  });
  return { p95, found };
}

/** ms */
async function p95Of(task: () => Promise<unknown>, runs = RUNS): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await task();
    times.push(performance.now() - begin);
  }
  return times.sort((left, right) => left - right)[Math.ceil(runs * 0.95) - 1] ?? 0;
}

async function others(admin: ApiClient): Promise<Figure[]> {
  const figures: Figure[] = [];
  const ways = [
    ['missed calls', '{ missedCalls { items { id } } }'],
    ['statistics of all, by hour', '{ callStats(by: HOUR) { key calls } }'],
    ['statistics of all, by agent', '{ callStats(by: AGENT) { key calls averageTalkSeconds } }'],
  ] as const;
  for (const [what, operation] of ways) {
    const p95 = await p95Of(() => admin.ask(operation), 10);
    figures.push({ what: `${what}, p95`, value: p95, unit: 'ms' });
    console.error(`${what} ${p95.toFixed(1)} ms`);
  }
  const begin = performance.now();
  const response = await fetch(`${admin.baseUrl}/api/calls.csv`, { headers: { authorization: `Bearer ${admin.token ?? ''}` } });
  let bytes = 0;
  let highest = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    highest = Math.max(highest, process.memoryUsage().heapUsed);
  }
  const seconds = (performance.now() - begin) / 1000;
  console.error(`calls.csv: ${bytes} bytes in ${seconds.toFixed(1)} s, heap at most ${Math.round(highest / 2 ** 20)} MB`);
  figures.push({ what: 'calls.csv of all', value: bytes / 2 ** 20 / seconds, unit: 'MB/s' });
  figures.push({ what: 'calls.csv of all: heap of the process at most', value: highest / 2 ** 20, unit: 'MB' });
  return figures;
}
