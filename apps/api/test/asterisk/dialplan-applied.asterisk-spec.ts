/** `dialplan.applied` is true while Asterisk runs exactly the text, and false while it runs anything else, which does not last. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';
import { accepted, type Refusal } from './operations.js';

let stack: AsteriskStack;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  await new Given(stack).trunk({ callerId: '998712000000' });
});
afterAll(() => stack?.stop());
beforeEach(() => untilApplied());

const isApplied = async (): Promise<boolean> =>
  (await stack.admin.ask<{ dialplan: { applied: boolean } }>('query { dialplan { applied } }')).dialplan.applied;
const untilApplied = (timeoutMs = 10_000): Promise<void> =>
  until(async () => expect(await isApplied()).toBe(true), { timeoutMs, everyMs: 100 });
const cli = (command: string): Promise<string> => stack.asterisk.cli(command);
const outbound = (): Promise<string> => cli('dialplan show outbound');
const inbound = (): Promise<string> => cli('dialplan show inbound');

async function change(): Promise<void> {
  const input = { prefix: String(70_000 + (Date.now() % 9_999)) };
  const { createAllowedDestination } = await stack.admin.ask<{ createAllowedDestination: { id: string } | Refusal }>(
    'mutation ($input: CreateAllowedDestinationInput!) { createAllowedDestination(input: $input) { ... on AllowedDestination { id } ... on OperationError { errorCode message field } } }',
    { input },
  );
  accepted(createAllowedDestination);
}

describe('a dialplan that was changed by hand', { timeout: 120_000 }, () => {
  it.each([
    ['an extension was taken out', 'dialplan remove extension _998X.@outbound'],
    ['one step was taken out', 'dialplan remove extension _998X.@outbound 3'],
    ['an extension was put in', 'dialplan add extension 999,1,Dial,PJSIP/999@Elsewhere into outbound'],
    ['a step was put in its place', 'dialplan add extension _998X.,3,NoOp,x into outbound replace'],
    ['a context was included', 'dialplan add include inbound into outbound'],
  ])('should not be called applied when %s, and be put right with the next change', async (_what, command) => {
    const before = await outbound();
    await cli(command);
    expect(await outbound()).not.toBe(before);
    expect(await isApplied()).toBe(false);
    await change();
    expect(await isApplied()).toBe(true);
    expect(await outbound()).not.toMatch(/Elsewhere|Include/);
  });

  it('should be put right by itself within a minute, [inbound] too', async () => {
    const [out, inn] = [await outbound(), await inbound()];
    await cli('dialplan remove extension _998X.@outbound');
    await cli('dialplan add extension 998901234567,1,Dial,PJSIP/998901234567@Elsewhere into inbound');
    expect(await isApplied()).toBe(false);
    await untilApplied(75_000);
    expect(await outbound()).toBe(out);
    await until(async () => expect(await inbound()).toBe(inn));
  });

  it('should be applied within 10 s where Asterisk was killed', async ({ annotate }) => {
    await stack.killAsterisk();
    await until(async () => expect(await isApplied()).toBe(false));
    await stack.startAsteriskAgain();
    const back = Date.now();
    await untilApplied();
    await annotate(`applied ${Date.now() - back} ms after Asterisk was ready again`);
  });
});
