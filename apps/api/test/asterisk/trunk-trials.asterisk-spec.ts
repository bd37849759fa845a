/** testTrunk and testStoredTrunk: done by Asterisk itself, against a provider that plays along, refuses or says nothing. */
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';
import { accepted, type Refusal } from './operations.js';

interface TrunkTestView {
  ok: boolean;
  steps: { kind: string; ok: boolean; milliseconds: number; sipCode: number | null; detail: string | null }[];
  advice: string | null;
}

const fields =
  '... on TrunkTest { ok steps { kind ok milliseconds sipCode detail } advice } ... on OperationError { errorCode message field }';
const LIMIT_MS = 15_000;

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());
afterEach(async () => {
  stack.carrier.registrar.mood = { kind: 'accept' };
  for (const kind of ['endpoints', 'auths', 'aors', 'registrations'])
    expect(await stack.asterisk.cli(`pjsip show ${kind}`), kind).not.toContain('probe');
});

function account(): { username: string; password: string } {
  const tag = randomUUID().slice(0, 8);
  const made = { username: `login-${tag}`, password: `secret-${tag}` };
  stack.carrier.registrar.setAccount(made);
  return made;
}

async function test(input: Record<string, unknown>): Promise<TrunkTestView> {
  const begin = performance.now();
  const { testTrunk } = await stack.admin.ask<{ testTrunk: TrunkTestView | Refusal }>(
    `mutation ($input: CreateTrunkInput!) { testTrunk(input: $input) { ${fields} } }`,
    { input: { name: 'Trial', server: '127.0.0.1', port: stack.carrier.port, ...input } },
  );
  expect(performance.now() - begin).toBeLessThan(LIMIT_MS);
  return accepted(testTrunk);
}

const inShort = ({ steps }: TrunkTestView): string[] => steps.map(({ kind, ok }) => `${kind} ${ok ? 'ok' : 'no'}`);

describe('trying a trunk', () => {
  it('should register, say so, and unregister', async ({ annotate }) => {
    const login = account();
    const result = await test(login);
    await annotate(JSON.stringify(result.steps));
    expect(inShort(result)).toEqual(['RESOLVE ok', 'REACH ok', 'REGISTER ok']);
    expect(result).toMatchObject({ ok: true, advice: null });
    await until(() => expect(stack.carrier.registrar.isRegistered(login.username)).toBe(false));
    const { trunks } = await stack.admin.ask<{ trunks: unknown[] }>('{ trunks { id } }');
    expect(trunks).toEqual([]);
  });

  it('should say that the password is wrong', async () => {
    const result = await test({ ...account(), password: 'wrong' });
    expect(inShort(result)).toEqual(['RESOLVE ok', 'REACH ok', 'REGISTER no']);
    expect(result.advice).toMatch(/Password/);
  });

  it.each([403, 404, 503])('should say that the provider answers %i', async (status) => {
    stack.carrier.registrar.mood = { kind: 'refuse', status };
    expect(inShort(await test(account()))).toEqual(['RESOLVE ok', 'REACH ok', 'REGISTER no']);
  });

  it('should say that nobody answers, in time', async () => {
    const nobody = createSocket('udp4').bind(0, '127.0.0.1');
    await once(nobody, 'listening');
    try {
      expect(inShort(await test({ ...account(), port: nobody.address().port }))).toEqual(['RESOLVE ok', 'REACH no']);
    } finally {
      nobody.close();
    }
  });

  it('should tell a server that is there from one that takes no REGISTER', async () => {
    stack.carrier.registrar.mood = { kind: 'silent' };
    expect(inShort(await test(account()))).toEqual(['RESOLVE ok', 'REACH ok', 'REGISTER no']);
  });

  it('should say that there is no such host', async () => {
    expect(inShort(await test({ ...account(), server: 'no-such-host.invalid' }))).toEqual(['RESOLVE no']);
  });

  it('should try a provider that knows our address', async () => {
    expect(inShort(await test({ authMode: 'IP' }))).toEqual(['RESOLVE ok', 'REACH ok']);
  });

  it('should try a stored trunk with its stored password, and leave it registered', async () => {
    const trunk = await given.trunk();
    const { testStoredTrunk } = await stack.admin.ask<{ testStoredTrunk: TrunkTestView | Refusal }>(
      `mutation ($id: ID!) { testStoredTrunk(id: $id) { ${fields} } }`,
      { id: trunk.id },
    );
    expect(inShort(accepted(testStoredTrunk))).toEqual(['RESOLVE ok', 'REACH ok', 'REGISTER ok']);
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    expect(stack.carrier.registrar.isRegistered(trunk.username)).toBe(true);
  });
});
