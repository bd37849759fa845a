import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';
import { accepted, operations, type Refusal, type TrunkView } from './operations.js';

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());

const registrar = (): AsteriskStack['carrier']['registrar'] => stack.carrier.registrar;

async function update(id: string, input: Record<string, unknown>): Promise<TrunkView> {
  const { updateTrunk } = await stack.admin.ask<{ updateTrunk: TrunkView | Refusal }>(operations.updateTrunk, { id, input });
  return accepted(updateTrunk);
}

const untilRegistered = (username: string): Promise<void> => until(() => expect(registrar().isRegistered(username)).toBe(true));

async function expectNoTraceOf(name: string): Promise<void> {
  for (const kind of ['endpoints', 'auths', 'aors', 'registrations', 'identifies'])
    expect(await stack.asterisk.cli(`pjsip show ${kind}`), kind).not.toContain(name);
}

describe('a trunk', () => {
  it('should be REGISTERED within 2 s of its creation, and a subscriber told', async ({ annotate }) => {
    const subscription = await stack.admin.subscribe<{ trunkUpdated: TrunkView }>(operations.trunkUpdated);
    const begin = Date.now();
    const trunk = await given.trunk();
    await until(() =>
      expect(subscription.items.map(({ trunkUpdated }) => trunkUpdated)).toContainEqual(
        expect.objectContaining({ name: trunk.name, registration: expect.objectContaining({ state: 'REGISTERED' }) }),
      ),
    );
    const told = subscription.received.find(({ data }) => data.trunkUpdated.registration.state === 'REGISTERED');
    await annotate(`REGISTERED after ${(told?.at ?? 0) - begin} ms`);
    expect((told?.at ?? Infinity) - begin).toBeLessThan(2_000);
    expect(registrar().isRegistered(trunk.username)).toBe(true);
    subscription.stop();
  });

  it('should be REJECTED with a wrong password and healed by the right one', async () => {
    const trunk = await given.trunk({ password: 'wrong' });
    await given.untilTrunkIs(trunk.id, 'REJECTED');
    expect(registrar().isRegistered(trunk.username)).toBe(false);
    await update(trunk.id, { password: trunk.password });
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    expect(registrar().isRegistered(trunk.username)).toBe(true);
  });

  it.each([401, 403, 404, 503])('should be REJECTED when the provider answers %i', async (status) => {
    registrar().mood = { kind: 'refuse', status };
    try {
      const trunk = await given.trunk({ password: 'any' });
      await given.untilTrunkIs(trunk.id, 'REJECTED');
      await stack.admin.ask(operations.deleteTrunk, { id: trunk.id });
    } finally {
      registrar().mood = { kind: 'accept' };
    }
  });

  it('should register elsewhere when its port changes', async () => {
    const trunk = await given.trunk();
    const other = await given.carrier();
    other.registrar.setAccount(trunk);
    await update(trunk.id, { port: other.port });
    await until(() => expect(other.registrar.isRegistered(trunk.username)).toBe(true));
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    await until(() => expect(registrar().isRegistered(trunk.username)).toBe(false));
  });

  it('should register elsewhere when its server changes', async () => {
    const trunk = await given.trunk();
    const other = await given.carrier({ address: '127.0.0.2', port: stack.carrier.port });
    other.registrar.setAccount(trunk);
    await update(trunk.id, { server: '127.0.0.2' });
    await until(() => expect(other.registrar.isRegistered(trunk.username)).toBe(true));
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    await until(() => expect(registrar().isRegistered(trunk.username)).toBe(false));
  });

  it('should register as somebody else when its login changes', async () => {
    const trunk = await given.trunk();
    const account = { username: `${trunk.username}-new`, password: 'secret-new' };
    registrar().setAccount(account);
    await update(trunk.id, account);
    await untilRegistered(account.username);
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    await until(() => expect(registrar().isRegistered(trunk.username)).toBe(false));
  });

  it('should take its new name along, and leave nothing of the old one', async () => {
    const trunk = await given.trunk();
    const name = `${trunk.name}-renamed`;
    await update(trunk.id, { name });
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    expect(await stack.asterisk.cli('pjsip show registrations')).toContain(`${name}/`);
    expect(await stack.asterisk.cli('pjsip show endpoints')).not.toMatch(new RegExp(`${trunk.name}[ /]`));
    expect(registrar().isRegistered(trunk.username)).toBe(true);
  });

  it('should unregister and leave no object when it is deleted', async () => {
    const trunk = await given.trunk();
    await stack.admin.ask(operations.deleteTrunk, { id: trunk.id });
    await until(() => expect(registrar().attemptsOf(trunk.username).at(-1)).toMatchObject({ expires: 0, status: 200 }));
    expect(registrar().isRegistered(trunk.username)).toBe(false);
    await expectNoTraceOf(trunk.name);
  });

  it('should unregister and leave no object while it is switched off', async () => {
    const trunk = await given.trunk();
    const { registration } = await update(trunk.id, { enabled: false });
    expect(registration.state).toBe('NOT_REQUIRED');
    await until(() => expect(registrar().isRegistered(trunk.username)).toBe(false));
    await expectNoTraceOf(trunk.name);
    await update(trunk.id, { enabled: true });
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
  });

  it('should call without registering where the provider knows our address', async () => {
    const trunk = await given.trunk({ authMode: 'IP', username: null, password: null });
    const { registration } = await given.untilTrunkIs(trunk.id, 'NOT_REQUIRED');
    expect(registration.sipCode).toBeNull();
    const { id } = await given.announcement(trunk, [(call) => call.answer()]);
    await given.untilCallIs(id, 'ANSWERED');
    await given.hangUp(id);
  });

  it('should be put right when somebody has changed it by hand in Asterisk', { timeout: 90_000 }, async () => {
    const trunk = await given.trunk();
    await stack.asterisk.cli(`database deltree ps_endpoints ${trunk.name}`);
    await stack.killApi();
    await stack.startApiAgain();
    await until(async () => expect(await stack.asterisk.cli('pjsip show endpoints')).toContain(trunk.name));
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
  });
});
