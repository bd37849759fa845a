import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orThrow } from '@app/common';
import { AuditEntry } from '@app/auth';
import { until } from '@app/common/testing';
import { type GivenAgents, givenAgents, ORIGIN } from '../test/given-agents.js';
import { Phone } from './phone.entity.js';

let given: GivenAgents;
beforeAll(async () => {
  given = await givenAgents({ sipPort: 25060, agentNetworks: ['10.0.0.0/8'] });
});
afterAll(() => given?.stop());

const create = (userId: string) => given.deskPhones.createCredentials(given.admin, userId, ORIGIN);
const engineHas = (phoneId: string) => given.provisioning.phones.get(phoneId);

async function withDesk() {
  const agent = await given.agent();
  const credentials = orThrow(await create(agent.id));
  return { agent, credentials, phoneId: `${agent.extension}-desk` };
}

describe('a desk phone', () => {
  it('should be set up with what is shown once, from the networks where agents are', async () => {
    const { agent, credentials, phoneId } = await withDesk();
    expect(credentials).toEqual({
      server: 'calls.example',
      port: 25060,
      transport: 'UDP',
      username: phoneId,
      password: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
    });
    expect(engineHas(phoneId)).toEqual({
      phoneId,
      extension: agent.extension,
      kind: 'desk',
      username: phoneId,
      password: credentials.password,
      networks: ['10.0.0.0/8'],
    });
    const row = await given.dataSource.manager.findOneByOrFail(Phone, { phoneId });
    expect(JSON.stringify(row)).not.toContain(credentials.password);
    const lines = await given.dataSource.manager.findBy(AuditEntry, { subject: agent.username, action: 'deskPhone.created' });
    expect(JSON.stringify(lines)).not.toContain(credentials.password);
  });

  it('should lose its registration to a new password', async () => {
    const { agent, credentials, phoneId } = await withDesk();
    given.gateway.phone(phoneId, true);
    const again = orThrow(await create(agent.id));
    expect(again.password).not.toBe(credentials.password);
    expect(engineHas(phoneId)?.password).toBe(again.password);
    expect(given.gateway.phonesOnline.has(phoneId)).toBe(false);
  });

  it('should outlive its time, its engine and its user’s sessions', async () => {
    const { agent, phoneId } = await withDesk();
    const principal = await given.signedIn(agent);
    await given.sessions.end(principal.sessionId!);
    orThrow(await given.users.update(given.admin, agent.id, { password: 'a new long password' }));
    given.clock.pass(365 * 24 * 3_600_000);
    await given.phones.sweep();
    expect(engineHas(phoneId)).toBeDefined();
    expect((await given.agents.desiredPhones()).map((phone) => phone.phoneId)).toContain(phoneId);
  });

  it('should wait while its user is disabled', async () => {
    const { agent, credentials, phoneId } = await withDesk();
    orThrow(await given.users.update(given.admin, agent.id, { enabled: false }));
    await until(() => expect(engineHas(phoneId)).toBeUndefined(), { timeoutMs: 2000 });
    orThrow(await given.users.update(given.admin, agent.id, { enabled: true }));
    await until(() => expect(engineHas(phoneId)?.password).toBe(credentials.password));
  });

  it('should move with the extension', async () => {
    const { agent, credentials, phoneId } = await withDesk();
    orThrow(await given.users.update(given.admin, agent.id, { extension: '88801' }));
    await until(() => expect(engineHas('88801-desk')).toMatchObject({ username: '88801-desk', password: credentials.password }));
    await until(() => expect(engineHas(phoneId)).toBeUndefined());
  });

  it('should be gone with the extension', async () => {
    const { agent, phoneId } = await withDesk();
    orThrow(await given.users.update(given.admin, agent.id, { extension: null }));
    await until(() => expect(engineHas(phoneId)).toBeUndefined());
    expect(await given.dataSource.manager.existsBy(Phone, { userId: agent.id })).toBe(false);
    expect(await create(agent.id)).toMatchObject({ errorCode: 'NO_EXTENSION' });
  });

  it('should be removed when an admin says so', async () => {
    const { agent, phoneId } = await withDesk();
    expect(await given.deskPhones.remove(given.admin, agent.id)).toMatchObject({ id: agent.id });
    expect(engineHas(phoneId)).toBeUndefined();
    expect(await given.deskPhones.remove(given.admin, agent.id)).toMatchObject({ id: agent.id });
  });

  it.each(['no-uuid', '\0', '00000000-0000-4000-8000-000000000000'])('should not be made for %j', async (id) => {
    await expect(create(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
