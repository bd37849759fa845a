import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orThrow } from '@app/common';
import { type User, USER_TOPIC } from '@app/auth';
import { until } from '@app/common/testing';
import { type GivenAgents, givenAgents } from '../test/given-agents.js';

let given: GivenAgents;
beforeAll(async () => {
  given = await givenAgents();
});
afterAll(() => given?.stop());

const phoneOf = async ({ id }: User) => given.agents.phoneOf(id);
const becomes = (agent: User, expected: object) => until(async () => expect(await phoneOf(agent)).toMatchObject(expected));

describe('phoneOf', () => {
  it('should be the browser when it is online, else the desk phone, else offline', async () => {
    const agent = await given.agent();
    const { extension } = agent;
    const browser = { dialString: `PJSIP/${extension}`, autoAnswers: true };
    const desk = { dialString: `PJSIP/${extension}-desk`, autoAnswers: true };
    expect(await phoneOf(agent)).toEqual({ userId: agent.id, extension, ...browser, online: false });
    given.gateway.phone(`${extension}-desk`, true);
    await becomes(agent, { ...desk, online: true });
    given.gateway.phone(extension, true);
    await becomes(agent, { ...browser, online: true });
    given.gateway.phone(extension, false);
    await becomes(agent, { ...desk, online: true });
    given.gateway.phone(`${extension}-desk`, false);
    await becomes(agent, { ...browser, online: false });
  });

  it('should be nothing for whoever has no extension, is disabled, or is not there', async () => {
    const agent = await given.agent();
    orThrow(await given.users.update(given.admin, agent.id, { enabled: false }));
    expect(await phoneOf(agent)).toBeNull();
    orThrow(await given.users.update(given.admin, agent.id, { enabled: true, extension: null }));
    expect(await phoneOf(agent)).toBeNull();
    expect(await given.agents.phoneOf('no-uuid')).toBeNull();
  });
});

describe('the presence of phones', () => {
  it('should tell subscribers that a phone came and went', async () => {
    const agent = await given.agent();
    const heard: unknown[] = [];
    const stop = await given.updates.listen(USER_TOPIC, (payload) => heard.push(payload));
    given.gateway.phone(agent.extension, true);
    await until(() => expect(heard).toEqual([{ userId: agent.id, cause: 'presence' }]));
    given.gateway.phone(agent.extension, false);
    await until(() => expect(heard).toHaveLength(2));
    stop();
  });

  it('should keep the order of a phone that comes and goes quickly', async () => {
    const agent = await given.agent();
    for (let turn = 0; turn < 20; turn += 1) given.gateway.phone(agent.extension, turn % 2 === 0);
    given.gateway.phone('somebody-else', true);
    given.gateway.phone(agent.extension, true);
    await becomes(agent, { online: true });
    given.gateway.phone(agent.extension, false);
    await becomes(agent, { online: false });
  });

  it('should say that nothing is online while the engine is away, and find all again', async () => {
    const [one, other] = [await given.agent(), await given.agent()];
    given.gateway.phone(one.extension, true);
    await becomes(one, { online: true });
    given.gateway.disconnect();
    await becomes(one, { online: false });

    given.gateway.phonesOnline.clear();
    given.gateway.phonesOnline.add(other.extension);
    given.provisioning.isReady = false;
    given.gateway.connect();
    given.provisioning.isReady = true;
    await becomes(other, { online: true });
    await becomes(one, { online: false });
  });

  it('should ask again when the engine did not answer', async () => {
    const agent = await given.agent();
    given.gateway.disconnect();
    given.gateway.phonesOnline.add(agent.extension);
    given.provisioning.failNext('onlinePhones', 504);
    given.app.useLogger(false);
    given.gateway.connect();
    await becomes(agent, { online: true });
  });

  it('should be asked for many users with one query', async () => {
    const agents = await Promise.all([given.agent(), given.agent(), given.agent()]);
    given.gateway.phone(agents[1].extension, true);
    await becomes(agents[1], { online: true });
    expect(await Promise.all(agents.map(({ extension }) => given.agents.isOnline(extension)))).toEqual([false, true, false]);
    expect(await given.agents.isOnline(null)).toBe(false);
    const phones = await given.agents.phonesOf([...agents.map(({ id }) => id), randomUUID(), 'no uuid']);
    expect(new Map(phones.map(({ userId, online }) => [userId, online]))).toEqual(
      new Map(agents.map(({ id }, index) => [id, index === 1])),
    );
  });
});
