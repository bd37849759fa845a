import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Principal, Role, type User, USER_TOPIC } from '@app/auth';
import { isRefusal, orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { type GivenAgents, givenAgents } from '../test/given-agents.js';
import { type ChosenPresence, Presence } from './presence-state.js';

const { AVAILABLE, AWAY, IN_CALL, WRAP_UP, OFFLINE } = Presence;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

let given: GivenAgents;
beforeAll(async () => {
  given = await givenAgents();
});
afterAll(() => given?.stop());

const written = async ({ id }: User) => (await given.presence.written([id]))[0];
const standing = async ({ id }: User) => (await given.presence.standings([id]))[0];
const becomes = (agent: User, presence: Presence) => until(async () => expect(await written(agent)).toMatchObject({ presence }));
const says = (user: User, presence: ChosenPresence, reason?: string) =>
  given.presence.choose({ user, role: Role.AGENT } satisfies Principal, { presence, reason });
/** Newest first. */
const historyOf = async ({ id }: User) =>
  (await given.history.page(id, 200)).items.map(({ from, to, reason, at }) => ({ from, to, reason, at }));

async function online() {
  const agent = await given.agent();
  given.clock.pass(MINUTE_MS * 2);
  given.gateway.phone(agent.extension, true);
  await becomes(agent, AVAILABLE);
  return agent;
}

describe('presence', () => {
  it('should follow the phone, and remember since when', async () => {
    const agent = await given.agent();
    expect(await standing(agent)).toEqual({ userId: agent.id, presence: OFFLINE, idleSince: null });
    given.clock.pass(MINUTE_MS);
    const at = given.clock.now();
    given.gateway.phone(`${agent.extension}-desk`, true);
    await becomes(agent, AVAILABLE);
    expect(await standing(agent)).toEqual({ userId: agent.id, presence: AVAILABLE, idleSince: at });
    expect(await written(agent)).toMatchObject({ since: at });
    given.gateway.phone(`${agent.extension}-desk`, false);
    await becomes(agent, OFFLINE);
    expect(await historyOf(agent)).toMatchObject([
      { from: AVAILABLE, to: OFFLINE },
      { from: OFFLINE, to: AVAILABLE },
    ]);
  });

  it('should be what the agent says, with the reason', async () => {
    const agent = await online();
    orThrow(await says(agent, AWAY, '  tushlik '));
    expect(await written(agent)).toMatchObject({ presence: AWAY, reason: 'tushlik' });
    orThrow(await says(agent, AWAY, 'majlis'));
    orThrow(await says(agent, AWAY, 'majlis'));
    orThrow(await says(agent, AVAILABLE));
    expect(await historyOf(agent)).toMatchObject([
      { from: AWAY, to: AVAILABLE, reason: null },
      { from: AWAY, to: AWAY, reason: 'majlis' },
      { from: AVAILABLE, to: AWAY, reason: 'tushlik' },
      { from: OFFLINE, to: AVAILABLE, reason: null },
    ]);
  });

  it('should refuse a reason for being available', async () => {
    const agent = await online();
    expect(await says(agent, AVAILABLE, 'bored')).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.reason' });
    expect(isRefusal(await says(agent, AVAILABLE, ' '))).toBe(false);
  });

  it('should keep what the agent said while the phone is away', async () => {
    const agent = await online();
    orThrow(await says(agent, AWAY, 'tushlik'));
    given.gateway.phone(agent.extension, false);
    await becomes(agent, OFFLINE);
    given.gateway.phone(agent.extension, true);
    await becomes(agent, AWAY);
    expect((await historyOf(agent))[0]).toMatchObject({ from: OFFLINE, to: AWAY, reason: 'tushlik' });
  });

  it('should follow the user: disabled, or without an extension', async () => {
    const agent = await online();
    orThrow(await given.users.update(given.admin, agent.id, { enabled: false }));
    await becomes(agent, OFFLINE);
    orThrow(await given.users.update(given.admin, agent.id, { enabled: true }));
    await becomes(agent, AVAILABLE);
    orThrow(await given.users.update(given.admin, agent.id, { extension: null }));
    await becomes(agent, OFFLINE);
  });

  it('should be told once for each change, after it is written', async () => {
    const agent = await online();
    const heard: unknown[] = [];
    const stop = await given.updates.listen(USER_TOPIC, (payload) => {
      if (payload['userId'] === agent.id) heard.push(written(agent).then((row) => row?.presence));
    });
    const callId = randomUUID();
    await given.presence.callBegan(agent.id, callId, given.clock.now());
    await given.presence.callBegan(agent.id, callId, given.clock.now());
    expect(await Promise.all(heard)).toEqual([IN_CALL]);
    await given.presence.callEnded(agent.id, callId, given.clock.now(), 0);
    await given.presence.callEnded(agent.id, callId, given.clock.now(), 0);
    expect(await Promise.all(heard)).toHaveLength(2);
    stop();
  });
});

describe('a call', () => {
  it('should be followed by the wrap-up, which ends by itself at its own time', async () => {
    const agent = await online();
    const callId = randomUUID();
    const beganAt = given.clock.now();
    await given.presence.callBegan(agent.id, callId, beganAt);
    expect(await standing(agent)).toMatchObject({ presence: IN_CALL });
    given.clock.pass(MINUTE_MS);
    const endedAt = given.clock.now();
    await given.presence.callEnded(agent.id, callId, endedAt, 30);
    expect(await standing(agent)).toMatchObject({ presence: WRAP_UP, idleSince: endedAt });
    given.clock.pass(29_999);
    expect(await standing(agent)).toMatchObject({ presence: WRAP_UP });
    // What people are rung by is exact, and what is told follows.
    given.clock.pass(1);
    expect(await standing(agent)).toMatchObject({ presence: AVAILABLE, idleSince: endedAt });
    given.clock.pass(5 * SECOND_MS);
    await becomes(agent, AVAILABLE);
    expect(await historyOf(agent)).toMatchObject([
      { from: WRAP_UP, to: AVAILABLE, at: new Date(endedAt.getTime() + 30_000) },
      { from: IN_CALL, to: WRAP_UP, at: endedAt },
      { from: AVAILABLE, to: IN_CALL, at: beganAt },
      { from: OFFLINE, to: AVAILABLE },
    ]);
  });

  it('should keep the agent while the phone is lost', async () => {
    const agent = await online();
    const callId = randomUUID();
    await given.presence.callBegan(agent.id, callId, given.clock.now());
    given.gateway.phone(agent.extension, false);
    await until(async () => expect(await given.agents.isOnline(agent.extension)).toBe(false));
    await given.presence.follow(agent.id);
    expect(await written(agent)).toMatchObject({ presence: IN_CALL });
    await given.presence.callEnded(agent.id, callId, given.clock.now(), 30);
    expect(await written(agent)).toMatchObject({ presence: OFFLINE });
  });

  it('should take what is said meanwhile for afterwards', async () => {
    const agent = await online();
    const callId = randomUUID();
    await given.presence.callBegan(agent.id, callId, given.clock.now());
    orThrow(await says(agent, AWAY, 'tushlik'));
    expect(await written(agent)).toMatchObject({ presence: IN_CALL });
    await given.presence.callEnded(agent.id, callId, given.clock.now(), 30);
    expect((await historyOf(agent))[0]).toMatchObject({ from: IN_CALL, to: AWAY, reason: 'tushlik' });
  });

  it('should end its wrap-up when the agent says AVAILABLE, or the next call comes', async () => {
    const agent = await online();
    const [first, second] = [randomUUID(), randomUUID()];
    await given.presence.callBegan(agent.id, first, given.clock.now());
    await given.presence.callEnded(agent.id, first, given.clock.now(), 600);
    orThrow(await says(agent, AVAILABLE));
    expect(await written(agent)).toMatchObject({ presence: AVAILABLE });
    await given.presence.callBegan(agent.id, second, given.clock.now());
    await given.presence.callEnded(agent.id, second, given.clock.now(), 600);
    const third = randomUUID();
    await given.presence.callBegan(agent.id, third, given.clock.now());
    await given.presence.callEnded(agent.id, third, given.clock.now(), 0);
    expect(await written(agent)).toMatchObject({ presence: AVAILABLE });
  });

  it('should hold until the last of several has ended', async () => {
    const agent = await online();
    const [first, second] = [randomUUID(), randomUUID()];
    await given.presence.callBegan(agent.id, first, given.clock.now());
    await given.presence.callBegan(agent.id, second, given.clock.now());
    await given.presence.callEnded(agent.id, first, given.clock.now(), 0);
    expect(await written(agent)).toMatchObject({ presence: IN_CALL });
    await given.presence.callEnded(agent.id, second, given.clock.now(), 0);
    expect(await written(agent)).toMatchObject({ presence: AVAILABLE });
  });

  it.each<[what: string, steps: ('began' | 'ended')[]]>([
    ['told twice', ['began', 'began', 'ended', 'ended']],
    ['told in the other order', ['ended', 'began']],
    ['whose beginning is told again after its end', ['began', 'ended', 'began']],
  ])('should leave nobody in it: %s', async (_what, steps) => {
    const agent = await online();
    const callId = randomUUID();
    const beganAt = given.clock.now();
    given.clock.pass(MINUTE_MS);
    const endedAt = given.clock.now();
    for (const step of steps) {
      if (step === 'began') await given.presence.callBegan(agent.id, callId, beganAt);
      else await given.presence.callEnded(agent.id, callId, endedAt, 20);
    }
    expect(await written(agent)).toMatchObject({ presence: WRAP_UP, wrapUpUntil: new Date(endedAt.getTime() + 20_000) });
    given.clock.pass(20 * SECOND_MS);
    await becomes(agent, AVAILABLE);
    await given.presence.callEnded(agent.id, callId, given.clock.now(), 20);
    expect(await written(agent)).toMatchObject({ presence: AVAILABLE });
  });

  it('should take an agent back who had left it', async () => {
    const agent = await online();
    const callId = randomUUID();
    const at = (seconds: number) => new Date(given.clock.now().getTime() + seconds * SECOND_MS);
    await given.presence.callBegan(agent.id, callId, at(0));
    await given.presence.callEnded(agent.id, callId, at(10), 0);
    await given.presence.callBegan(agent.id, callId, at(20));
    await given.presence.callEnded(agent.id, callId, at(10), 0);
    expect(await written(agent)).toMatchObject({ presence: IN_CALL });
    await given.presence.callEnded(agent.id, callId, at(30), 0);
    expect(await written(agent)).toMatchObject({ presence: AVAILABLE, since: at(30) });
  });

  it('should be put right after a time in which nothing was heard', async () => {
    const [over, going, begun] = [await online(), await online(), await online()];
    const [overId, goingId, begunId] = [randomUUID(), randomUUID(), randomUUID()];
    await given.presence.callBegan(over.id, overId, given.clock.now());
    await given.presence.callBegan(going.id, goingId, given.clock.now());
    const live = [
      { userId: going.id, callId: goingId },
      { userId: begun.id, callId: begunId },
    ];
    await given.presence.reconcileCalls(live, given.clock.now());
    const now = await Promise.all([over, going, begun].map(written));
    expect(now.map((row) => row?.presence)).toEqual([AVAILABLE, IN_CALL, IN_CALL]);
    await given.presence.reconcileCalls([], given.clock.now());
    expect((await written(begun))?.presence).toBe(AVAILABLE);
  });

  it('should leave one history when it is told in many ways at once', async () => {
    const agent = await online();
    const callId = randomUUID();
    const at = given.clock.now();
    await Promise.all(Array.from({ length: 8 }, () => given.presence.callBegan(agent.id, callId, at)));
    await Promise.all(Array.from({ length: 8 }, () => given.presence.callEnded(agent.id, callId, at, 0)));
    expect((await historyOf(agent)).map(({ to }) => to)).toEqual([AVAILABLE, IN_CALL, AVAILABLE]);
  });
});

describe('waiting for calls', () => {
  it('should not begin anew when a page reloads, but after a long absence', async () => {
    const agent = await online();
    const first = await standing(agent);
    given.gateway.phone(agent.extension, false);
    await becomes(agent, OFFLINE);
    given.clock.pass(3 * SECOND_MS);
    given.gateway.phone(agent.extension, true);
    await becomes(agent, AVAILABLE);
    expect(await standing(agent)).toEqual(first);
    given.gateway.phone(agent.extension, false);
    await becomes(agent, OFFLINE);
    given.clock.pass(10 * MINUTE_MS);
    given.gateway.phone(agent.extension, true);
    await becomes(agent, AVAILABLE);
    expect(await standing(agent)).toMatchObject({ idleSince: given.clock.now() });
  });

  it('should begin when the agent comes back to it', async () => {
    const agent = await online();
    orThrow(await says(agent, AWAY));
    given.clock.pass(SECOND_MS);
    orThrow(await says(agent, AVAILABLE));
    expect(await standing(agent)).toMatchObject({ idleSince: given.clock.now() });
  });
});
