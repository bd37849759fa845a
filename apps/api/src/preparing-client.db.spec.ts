import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PreparingClient } from './preparing-client.js';

let pool: Pool;

beforeAll(() => {
  // As the api has it: what is asked together goes out together.
  const options = {
    connectionString: process.env['TRUNKLINE_TEST_DATABASE_URL'],
    max: 1,
    pipeline: true,
    Client: PreparingClient,
  };
  pool = new Pool(options);
});
afterAll(() => pool.end());

const prepared = async () => (await pool.query<{ statement: string }>('select statement from pg_prepared_statements')).rows;

it('should be prepared once where it is asked again and again, by whoever asks, with every value its own', async () => {
  const text = 'select $1::int + 1 as next';
  const client = await pool.connect();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => client.query<{ next: number }>(text, [n])));
  client.release();
  expect(answers.map(({ rows }) => rows[0]?.next)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect((await prepared()).filter(({ statement }) => statement === text)).toHaveLength(1);
});

it('should go on after one that fails, in a transaction too', async () => {
  const text = 'select 10 / $1::int as tenth';
  for (let n = 0; n < 4; n += 1) await pool.query(text, [2]);
  const client = await pool.connect();
  await client.query('begin');
  await expect(client.query(text, [0])).rejects.toThrow('division by zero');
  await client.query('rollback');
  expect((await client.query(text, [5])).rows).toEqual([{ tenth: 2 }]);
  client.release();
});

it('should be told of words that are wrong each time, and prepare them never', async () => {
  const text = 'select $1::int from no_such_table';
  for (let n = 0; n < 5; n += 1) await expect(pool.query(text, [n])).rejects.toThrow('no_such_table');
  expect((await prepared()).filter(({ statement }) => statement === text)).toEqual([]);
});

it('should leave what has no values as it is', async () => {
  for (let n = 0; n < 5; n += 1) await pool.query('select 1');
  expect((await prepared()).filter(({ statement }) => statement === 'select 1')).toEqual([]);
});
