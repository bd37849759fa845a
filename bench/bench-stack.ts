/** What the parts that make calls stand on: a PostgreSQL, an Asterisk, the api and scripted peers, as the tests have them, and private to the run. */
import { createRequire } from 'node:module';
import { AsteriskStack, type StackOptions } from '../apps/api/test/asterisk/asterisk-stack.js';
import { Given } from '../apps/api/test/asterisk/given.js';
import type * as PostgresModule from '../scripts/postgres.mjs';
import { ProcessorTime } from './processor-time.js';

// By Node itself: it imports on when it runs, which modules of the runner can't.
const { startPostgres } = createRequire(import.meta.url)('../scripts/postgres.mjs') as typeof PostgresModule;

/** What the api said last, where a run fails. */
const LOG_CHARACTERS = 4_000;

export interface BenchStack {
  stack: AsteriskStack;
  given: Given;
  /** Of the product's processes and of this one, which plays the peers and the client. */
  processorTime: ProcessorTime;
}

/** Everything is stopped again, whatever becomes of the run. */
export async function withStack<T>(options: StackOptions, use: (bench: BenchStack) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ forTests: true, log: () => undefined });
  try {
    const stack = await AsteriskStack.start({ ...options, databaseUrl: postgres.url });
    try {
      const processorTime = new ProcessorTime({
        api: () => stack.api.child.pid,
        Asterisk: () => stack.asterisk.child.pid,
        PostgreSQL: () => postgres.child.pid,
        'client and peers': () => process.pid,
      });
      return await use({ stack, given: new Given(stack), processorTime });
    } catch (error) {
      console.error(`${stack.api.log.slice(-LOG_CHARACTERS)}\nThe api ${stack.api.hasEnded ? 'has ended' : 'still runs'}.`);
      throw error;
    } finally {
      await stack.stop();
    }
  } finally {
    await postgres.stop();
  }
}
