/** Why a trunk does not register: what Asterisk tells, what is found beside it, how soon, and what of it is kept. */
import { aPort, until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../../asterisk/certificate.mjs';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';
import { accepted, type Refusal } from './operations.js';

interface ReasonView {
  registration: { state: string; sipCode: number | null; reason: string | null; problem: string | null; advice: string | null };
  history: { kind: string; state: string; sipCode: number | null; reason: string | null }[];
}

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());

const fields = `registration { state sipCode reason problem advice(language: UZ) } history { kind state sipCode reason }`;

async function read(id: string): Promise<ReasonView> {
  const { trunk } = await stack.admin.ask<{ trunk: ReasonView }>(`query ($id: ID!) { trunk(id: $id) { ${fields} } }`, { id });
  return trunk;
}

async function untilProblem(id: string, problem: string, timeoutMs: number): Promise<ReasonView> {
  return until(
    async () => {
      const trunk = await read(id);
      expect(trunk.registration.problem, JSON.stringify(trunk)).toBe(problem);
      return trunk;
    },
    { timeoutMs, everyMs: 50 },
  );
}

interface TrialView {
  ok: boolean;
  steps: { kind: string; ok: boolean; milliseconds: number; problem: string | null }[];
}
async function test(input: Record<string, unknown>): Promise<TrialView> {
  const { testTrunk } = await stack.admin.ask<{ testTrunk: TrialView | Refusal }>(
    `mutation ($input: CreateTrunkInput!) { testTrunk(input: $input) { ... on TrunkTest { ok steps { kind ok milliseconds problem } } ... on OperationError { errorCode message field } } }`,
    { input: { name: 'Trial', server: '127.0.0.1', username: 'login', password: 'any', ...input } },
  );
  return accepted(testTrunk);
}

describe('a trunk that does not register', () => {
  it.each([
    ['an unknown host', async () => ({ server: 'no-such-host.invalid' }), 'UNKNOWN_HOST', /no-such-host\.invalid/],
    [
      'a port where nothing listens',
      async () => ({ server: '127.0.0.1', port: await aPort(), transport: 'TCP' }),
      'CONNECTION_REFUSED',
      /Nothing listens/,
    ],
  ])('should say UNREACHABLE of %s, and within 7 s why', async (_what, settings, problem, reason) => {
    const begin = performance.now();
    const { id } = await given.trunk({ ...(await settings()), password: 'any' });
    const { registration } = await untilProblem(id, problem, 7_000);
    expect(performance.now() - begin).toBeLessThan(7_000);
    expect(registration).toMatchObject({ state: 'UNREACHABLE', sipCode: null, reason: expect.stringMatching(reason) });
    // Beside what its OPTIONS say.
    await until(async () =>
      expect((await read(id)).history).toContainEqual(
        expect.objectContaining({ state: 'UNREACHABLE', reason: expect.stringMatching(reason) }),
      ),
    );
  });

  it('should say of a certificate that nobody trusts that it is that, live and in a trial', async () => {
    const carrier = await given.carrier({ transport: 'TLS', tls: selfSigned('127.0.0.1') });
    const place = { server: '127.0.0.1', port: carrier.port, transport: 'TLS' };
    const { id, username } = await given.trunk({ ...place, password: 'any' });
    const { registration } = await untilProblem(id, 'CERTIFICATE_UNTRUSTED', 7_000);
    expect(registration).toMatchObject({ state: 'UNREACHABLE', reason: expect.stringMatching(/^The certificate of/) });
    const { steps } = await test(place);
    expect(steps.at(-1)).toMatchObject({ kind: 'REACH', ok: false, problem: 'CERTIFICATE_UNTRUSTED' });
    expect(carrier.registrar.attemptsOf(username)).toEqual([]);
  });

  it('should say whether its server is there all the same, and how far away', async () => {
    stack.carrier.registrar.mood = { kind: 'refuse', status: 403 };
    try {
      const { id } = await given.trunk({ password: 'any' });
      await until(async () => {
        const { trunk } = await stack.admin.ask<{ trunk: { reachability: { state: string; roundTripMs: number } } }>(
          'query ($id: ID!) { trunk(id: $id) { reachability { state roundTripMs } } }',
          { id },
        );
        expect(trunk.reachability.state).toBe('REACHABLE');
        expect(trunk.reachability.roundTripMs).toBeGreaterThan(0);
      });
    } finally {
      stack.carrier.registrar.mood = { kind: 'accept' };
    }
  });

  it.each([
    [401, 'WRONG_CREDENTIALS'],
    [403, 'FORBIDDEN'],
    [404, 'UNKNOWN_LOGIN'],
    [423, 'INTERVAL_TOO_BRIEF'],
    [503, 'PROVIDER_FAILED'],
  ])('should say of %i within 2 s of the refusal what to check: %s', async (status, problem) => {
    stack.carrier.registrar.mood = { kind: 'refuse', status };
    try {
      const { id, username } = await given.trunk({ password: 'any' });
      await until(() => expect(stack.carrier.registrar.attemptsOf(username).length).toBeGreaterThan(0));
      const { registration } = await untilProblem(id, problem, 2_000);
      expect(registration).toMatchObject({ state: 'REJECTED', sipCode: status });
      expect(registration.advice).toMatch(/\.$/);
    } finally {
      stack.carrier.registrar.mood = { kind: 'accept' };
    }
  });

  it('should keep what it went through, and nothing of a restart of the api that ends where it was', async () => {
    const trunk = await given.trunk();
    await until(async () => expect((await read(trunk.id)).history[0]).toMatchObject({ state: 'REGISTERED', sipCode: 200 }));
    const before = (await read(trunk.id)).history.filter(({ state }) => state === 'REGISTERED').length;
    await stack.killApi();
    await stack.startApiAgain();
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    const after = (await read(trunk.id)).history.filter(({ state }) => state === 'REGISTERED').length;
    expect(after).toBe(before);
  });
});

describe('a trial', () => {
  it('should say that nothing listens there, soon', async ({ annotate }) => {
    const begin = performance.now();
    const { steps } = await test({ port: await aPort(), transport: 'TCP' });
    await annotate(`${Math.round(performance.now() - begin)} ms: ${JSON.stringify(steps)}`);
    expect(steps.at(-1)).toMatchObject({ kind: 'REACH', ok: false, problem: 'CONNECTION_REFUSED' });
    expect(performance.now() - begin).toBeLessThan(8_000);
  });

  it('should go well twice at once at a silent server, within 15 s, and leave nothing', async () => {
    stack.carrier.registrar.mood = { kind: 'silent' };
    try {
      const begin = performance.now();
      const trials = await Promise.all([test({ port: stack.carrier.port }), test({ port: stack.carrier.port })]);
      expect(performance.now() - begin).toBeLessThan(15_000);
      for (const { steps } of trials) expect(steps.at(-1)).toMatchObject({ ok: false, problem: 'NO_ANSWER' });
    } finally {
      stack.carrier.registrar.mood = { kind: 'accept' };
    }
    for (const kind of ['endpoints', 'auths', 'aors', 'registrations', 'identifies'])
      expect(await stack.asterisk.cli(`pjsip show ${kind}`), kind).not.toContain('probe');
  });
});
