import { randomUUID } from 'node:crypto';
import { orThrow } from '@app/common';
import { until } from '@app/common/testing';
import type { User } from '@app/auth';
import type { Distribution, RingChoice } from '@app/calls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenInbound, givenInbound } from '../test/given-inbound.js';
import type { CreateInboundRouteInput } from './inbound-route.inputs.js';
import { RouteDistribution } from './route-distribution.js';
import { UnattendedRoutes } from './unattended-routes.js';

let given: GivenInbound;
let distribution: RouteDistribution;
let counter = 0;

beforeAll(async () => {
  given = await givenInbound();
  distribution = given.app.get(RouteDistribution);
});
afterAll(() => given?.stop());

async function online(): Promise<User> {
  const agent = await given.agent();
  given.gateway.phone(String(agent.extension), true);
  await until(async () => expect(await given.presence.standings([agent.id])).toMatchObject([{ presence: 'AVAILABLE' }]));
  return agent;
}

async function route(input: Partial<CreateInboundRouteInput>): Promise<string> {
  const number = `9987120000${String((counter += 1)).padStart(2, '0')}`;
  orThrow(await given.routes.create(given.admin, { number, ringTimeoutSeconds: 20, enabled: true, ...input }));
  return number;
}

const at = new Date();
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
const routed = (number: string, more = {}) =>
  distribution.route(
    { trunk: { id: randomUUID(), username: 'login' }, requestUri: number, to: undefined, calledParty: undefined, ...more },
    at,
  );
const next = (from: Distribution | null, seconds = 0, ringingUserIds: string[] = []) =>
  distribution.next(from!, { at: later(seconds), ringingUserIds, busyUserIds: new Set(ringingUserIds) });
/** How far it has come after a choice that rings. */
const after = (choice: RingChoice): Distribution => {
  if (!('distribution' in choice)) throw new Error(`${choice.do} leads no further`);
  return choice.distribution;
};

describe('a call that comes in', () => {
  it('should find its route by the number, wherever that stands, and be told of none', async () => {
    const number = await route({ agentId: (await online()).id });
    expect(await routed(number)).toMatchObject({ number, distribution: { stage: 'FIRST', step: 0, ringUntil: null } });
    expect(await routed('login', { to: `<sip:+${number}@h>` })).toMatchObject({ number, distribution: { step: 0 } });
    expect(await routed('login', { calledParty: `<sip:${number}@h>` })).toMatchObject({ number, distribution: { step: 0 } });
    expect(await routed('998712999999')).toEqual({ number: '998712999999', distribution: null });
    expect(await routed('login')).toEqual({ number: null, distribution: null });
  });

  it('should ring its group, then the fallback group, then play the announcement, then end', async () => {
    const [first, second] = [await online(), await online()];
    const groupId = (await given.group('Savdo', { memberIds: [first.id], wrapUpSeconds: 9 })).id;
    const fallbackGroupId = (await given.group('Xizmat', { memberIds: [second.id] })).id;
    const number = await route({ groupId, fallbackGroupId, fallbackAnnouncement: 'sound:vm-nobodyavail' });
    const ring = await next((await routed(number)).distribution);
    expect(ring).toMatchObject({ do: 'ring', phones: [{ userId: first.id, dialString: `PJSIP/${first.extension}` }] });
    expect(after(ring)).toMatchObject({ groupId, wrapUpSeconds: 9, ringUntil: later(20).toISOString() });
    expect(await next(after(ring), 1, [first.id])).toEqual({ do: 'nothing' });

    const fallback = await next(after(ring), 20);
    expect(fallback).toMatchObject({ do: 'ring', phones: [{ userId: second.id }] });
    expect(after(fallback)).toMatchObject({ stage: 'FALLBACK', groupId: fallbackGroupId, wrapUpSeconds: 0 });
    expect(after(fallback)).toMatchObject({ rungUserIds: [first.id, second.id], ringUntil: later(40).toISOString() });

    const announcement = await next(after(fallback), 40);
    expect(announcement).toMatchObject({ do: 'announce', sound: 'sound:vm-nobodyavail' });
    expect(await next(after(announcement), 41)).toEqual({ do: 'nothing' });
    expect(await next(after(announcement), 40 + 300)).toEqual({ do: 'giveUp' });
  });

  it('should wait for its agent who talks, and ring when the talk is over', async () => {
    const agent = await online();
    const callId = randomUUID();
    await given.presence.callBegan(agent.id, callId, new Date());
    const waiting = await next((await routed(await route({ agentId: agent.id }))).distribution);
    expect(waiting).toMatchObject({ do: 'wait', distribution: { ringUntil: later(20).toISOString() } });
    await given.presence.callEnded(agent.id, callId, new Date(), 0);
    expect(await next(after(waiting), 7)).toMatchObject({ do: 'ring', phones: [{ userId: agent.id }] });
  });

  it('should go to the fallback group at once where its own talks', async () => {
    const [busy, free] = [await online(), await online()];
    await given.presence.callBegan(busy.id, randomUUID(), new Date());
    const fallbackGroupId = (await given.group('Zaxira', { memberIds: [free.id] })).id;
    const number = await route({ agentId: busy.id, fallbackGroupId });
    expect(await next((await routed(number)).distribution)).toMatchObject({ do: 'ring', phones: [{ userId: free.id }] });
  });

  it.each(['nobody is there', 'the route has been deleted'])('should be given up where %s', async (why) => {
    const number = await route({ groupId: (await given.group(`Bo'sh ${counter}`)).id });
    const { distribution: begun } = await routed(number);
    if (why !== 'nobody is there') await given.routes.delete(given.admin, begun!.routeId);
    expect(await next(begun)).toEqual({ do: 'giveUp' });
  });
});

describe('the routes without the app', () => {
  it('should have the phones of all their people, the most exact route first, and none that is off', async () => {
    const [one, two, phoneless] = [await given.agent(), await given.agent(), await given.agent(false)];
    const phones = ({ extension }: User) => [extension, `${extension}-desk`];
    const trunk = await given.trunk('Exact');
    const groupId = (await given.group('Hamma', { memberIds: [two.id, phoneless.id, one.id] })).id;
    orThrow(await given.routes.create(given.admin, { groupId, ringTimeoutSeconds: 25, enabled: true }));
    const number = await route({ agentId: one.id, fallbackGroupId: groupId });
    orThrow(
      await given.routes.create(given.admin, { number, trunkId: trunk.id, groupId, ringTimeoutSeconds: 30, enabled: true }),
    );
    const off = await route({ groupId, enabled: false });

    const list = await given.app.get(UnattendedRoutes, { strict: false }).list();
    const ofGroup = [...phones(two), ...phones(one)];
    expect(list[0]).toEqual({ number, trunkName: 'Exact', phoneIds: ofGroup, fallbackPhoneIds: [], ringSeconds: 30 });
    expect(list.at(-1)).toEqual({ number: null, trunkName: null, phoneIds: ofGroup, fallbackPhoneIds: [], ringSeconds: 25 });
    expect(list).toContainEqual({ number, trunkName: null, phoneIds: phones(one), fallbackPhoneIds: ofGroup, ringSeconds: 20 });
    expect(list.map((each) => each.number)).not.toContain(off);
  });

  it('should be written anew when a route, a group or a user changes', async () => {
    const runs = () => given.provisioning.runningDialplan('inbound').then((lines) => lines.join('\n'));
    const agent = await given.agent();
    const group = await given.group('Yangi', { memberIds: [] });
    const number = await route({ groupId: group.id });
    await until(async () => expect(await runs()).toContain(number.slice(3)));
    expect(await runs()).not.toContain(`PJSIP/${agent.extension}&`);
    orThrow(await given.groups.update(given.admin, group.id, { memberIds: [agent.id] }));
    await until(async () => expect(await runs()).toContain(`Dial(PJSIP/${agent.extension}&PJSIP/${agent.extension}-desk,20)`));
    orThrow(await given.users.update(given.admin, agent.id, { extension: '999' }));
    await until(async () => expect(await runs()).toContain('Dial(PJSIP/999&PJSIP/999-desk,20)'));
  });
});
