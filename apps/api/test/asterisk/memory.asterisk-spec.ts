import { until } from '@app/common/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answersAndHangsUpAfter, refuses } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, longSound } from './given.js';
import { inParallel } from './in-parallel.js';

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start({ inspect: true });
  given = new Given(stack);
});
afterAll(() => stack?.stop());

it('should hold no more memory after 2,000 calls than after 200', { timeout: 300_000 }, async ({ annotate }) => {
  const trunk = await given.trunk();
  const call = async (n: number): Promise<void> => {
    const number = given.number();
    stack.carrier.on(number, ...(n % 2 === 0 ? answersAndHangsUpAfter(10) : refuses(486)));
    const { id } = await given.originated({
      to: number,
      trunkName: trunk.name,
      connect: { announcement: longSound },
      record: false,
    });
    await until(() => expect(stack.updatesOf(id).at(-1)?.call.state).toBe('ENDED'), { timeoutMs: 30_000 });
  };
  await inParallel(200, 20, call);
  const after200 = await stack.heap();
  const begin = Date.now();
  await inParallel(1_800, 20, call);
  await annotate(`1,800 calls took ${Math.round((Date.now() - begin) / 1_000)} s`);
  const after2000 = await stack.heap();
  await annotate(`the heap: ${(after200 / 1e6).toFixed(1)} MB after 200 calls, ${(after2000 / 1e6).toFixed(1)} MB after 2,000`);
  expect(after2000).toBeLessThan(after200 * 1.2);
});
