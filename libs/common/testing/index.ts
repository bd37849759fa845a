import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Env } from '../src/env.js';

/** Waits until `fact` holds (does not throw), and gives what it gave. The last failure is thrown when the time is over. */
export async function until<T>(fact: () => T | Promise<T>, { timeoutMs = 5000, everyMs = 10 } = {}): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await fact();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(everyMs);
    }
  }
}

/** Waits until `fact` holds and has held for 600 ms without a break: longer than what is measured over the last half second looks back. */
export async function untilStays(fact: () => void, { timeoutMs = 5000 } = {}): Promise<void> {
  let since: number | undefined;
  await until(
    () => {
      try {
        fact();
      } catch (error) {
        since = undefined;
        throw error;
      }
      since ??= performance.now();
      if (performance.now() - since < 600) throw new Error('It holds, and has not held for 600 ms yet.');
    },
    { timeoutMs },
  );
}

/** A TCP port that was free a moment ago, on loopback. */
export async function aPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A fresh, private database on the tests' own PostgreSQL (started by the global set-up). */
export async function testDatabaseUrl(): Promise<string> {
  const base = process.env['TRUNKLINE_TEST_DATABASE_URL'];
  if (!base) throw new Error('TRUNKLINE_TEST_DATABASE_URL is not set: run the tests through vitest with its global set-up.');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = await new DataSource({ type: 'postgres', url: base }).initialize();
  await admin.query(`create database ${name}`);
  await admin.destroy();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.toString();
}

/** A connected DataSource on a fresh, private database with these entities' tables. `destroy()` it after the tests. */
export async function testDatabase(entities: DataSourceOptions['entities']): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: await testDatabaseUrl(),
    entities,
    synchronize: true,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
  }).initialize();
}

/** Settings for a test: all defaults, generated secrets, and what the test says. */
export function testEnv(overrides: Partial<Env> = {}): Env {
  const env = Env.read({
    DATABASE_URL: 'postgres://unused@127.0.0.1:1/unused',
    ASTERISK_ARI_PASSWORD: randomUUID(),
    ASTERISK_AMI_PASSWORD: randomUUID(),
    JWT_SECRET: randomUUID(),
    ENCRYPTION_KEY: randomUUID(),
  });
  return Object.assign(Object.create(Env.prototype) as Env, env, overrides);
}
