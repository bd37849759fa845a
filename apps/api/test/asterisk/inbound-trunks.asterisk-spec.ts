/** Calls that come from a provider: whose they are taken for, and how many a trunk may carry. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, UserAgent, type OutgoingCall } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { channelsSoFar, context } from './engine-state.js';
import { Given } from './given.js';
import { GivenInbound } from './given-inbound.js';

/** No route leads anywhere: the app takes a call and says that nobody is there. */
const NOBODY_THERE = 480;
const BUSY = 486;

let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
});
afterAll(() => stack?.stop());

const finalStatus = async (call: OutgoingCall): Promise<number> => (await call.finished).status;

describe('maxChannels', () => {
  it('should hold for calls that come in, together with those that go out', async () => {
    const trunk = await given.trunk({ maxChannels: 1 });
    await until(async () => expect(await context(stack, 'inbound')).toContain(`GROUP_COUNT(${trunk.name}@trunk)`));
    const incoming = (): Promise<number> => finalStatus(stack.carrier.callSubscriber(trunk.username, '998901111111'));

    expect(await incoming()).toBe(NOBODY_THERE);
    const { id } = await given.announcement(trunk, answersAtOnce);
    await given.untilCallIs(id, 'ANSWERED');
    expect(await incoming()).toBe(BUSY);
    expect(await incoming()).toBe(BUSY);
    expect((await given.call(id)).state).toBe('ANSWERED');
    await given.hangUp(id);
    await given.untilCallIs(id, 'ENDED');
    await until(async () => expect(await incoming()).toBe(NOBODY_THERE));
  });

  it('should hold no call up on a trunk without it', async () => {
    const trunk = await given.trunk();
    const { id } = await given.announcement(trunk, answersAtOnce);
    await given.untilCallIs(id, 'ANSWERED');
    expect(await finalStatus(stack.carrier.callSubscriber(trunk.username, '998901111111'))).toBe(NOBODY_THERE);
    await given.hangUp(id);
  });
});

describe('inboundAddresses', () => {
  const peer = async (address: string): Promise<UserAgent> => stack.track(await UserAgent.start({ name: 'provider', address }));
  const call = (from: UserAgent, number: string): OutgoingCall =>
    from.invite({ uri: `sip:${number}@127.0.0.1:${stack.sipPort}`, target: { address: '127.0.0.1', port: stack.sipPort } });

  it.each(['REGISTRATION', 'IP'])(
    "should let an INVITE from there in as the trunk's, and none from elsewhere (%s)",
    async (authMode) => {
      const [provider, neighbour, stranger] = [await peer('127.0.0.3'), await peer('127.0.0.3'), await peer('127.0.0.4')];
      const number = given.number();
      let before = await channelsSoFar(stack);
      for (const each of [provider, neighbour, stranger]) expect(await finalStatus(call(each, number))).toBe(401);
      expect(await channelsSoFar(stack)).toBe(before);

      const trunk = await given.trunk({ authMode, inboundAddresses: [`127.0.0.3:${provider.port}`] });
      await until(async () => expect(await finalStatus(call(provider, number))).toBe(NOBODY_THERE));
      expect(await inbound.untilCallTo(number, 'ENDED')).toMatchObject({ direction: 'INBOUND', trunkName: trunk.name });

      before = await channelsSoFar(stack);
      // The same address with another port is somebody else.
      for (const each of [neighbour, stranger]) expect(await finalStatus(call(each, number))).toBe(401);
      expect(await channelsSoFar(stack)).toBe(before);

      await given.updatedTrunk(trunk.id, { inboundAddresses: [] });
      expect(await finalStatus(call(provider, number))).toBe(401);
      expect(await channelsSoFar(stack)).toBe(before);
    },
  );
});
