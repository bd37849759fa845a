import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, Phone, ringsForEver, ringsThenAnswers } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectEnded } from './expect-call.js';
import { agentsTone, customersTone, Given, type GivenTrunk } from './given.js';
import { operations, type CallView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk({ callerId: '998712000000' });
});
afterAll(() => stack?.stop());

describe("a phone's own dialling", () => {
  const untilCallTo = (number: string): Promise<CallView> =>
    until(async () => {
      const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
      const call = activeCalls.find(({ to }) => to === number);
      if (!call) throw new Error(`No call to ${number}`);
      return call;
    });

  it('should be the same kind of call: seen, connected, controllable', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...ringsThenAnswers(400));
    const dialled = agent.phone.dial(number);
    const { id } = await untilCallTo(number);
    const call = await given.untilCallIs(id, 'ANSWERED');
    expect((await dialled.finished).status).toBe(200);
    expect(dialled.provisional.some((status) => status >= 180)).toBe(true);
    expect(call).toMatchObject({
      direction: 'OUTBOUND',
      agent: { id: agent.userId },
      trunkName: trunk.name,
      from: '998712000000',
    });
    const seen = stack.carrier.callTo(number);
    await until(() => expect([dialled.media.hears(customersTone), seen.media.hears(agentsTone)]).toEqual([true, true]));
    await given.hangUp(id);
    const states = ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
    await until(() => expect(dialled.endedBy).toBe('them'));
  });

  it('should be ended by the phone', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const dialled = agent.phone.dial(number);
    const { id } = await untilCallTo(number);
    await given.untilCallIs(id, 'ANSWERED');
    await dialled.hangUp();
    await expectEnded(stack, id, stack.carrier.callTo(number), {
      states: ['DIALING', 'ANSWERED', 'ENDED'],
      outcome: 'COMPLETED',
      by: 'AGENT',
      end: 'received BYE',
    });
  });

  it('should be CANCELED when the phone gives up', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const dialled = agent.phone.dial(number);
    const { id } = await untilCallTo(number);
    await given.untilCallIs(id, 'RINGING');
    await dialled.hangUp();
    const end = { states: ['DIALING', 'RINGING', 'ENDED'] as const, outcome: 'CANCELED', by: 'AGENT', end: 'received CANCEL' };
    await expectEnded(stack, id, stack.carrier.callTo(number), end);
  });

  it.each([
    ['+998 spelling', (number: string) => `+${number}`],
    ['00998 spelling', (number: string) => `00${number}`],
    ['local spelling', (number: string) => number.slice(3)],
  ])('should understand the %s', async (_, spelling) => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const dialled = agent.phone.dial(spelling(number));
    expect((await dialled.finished).status).toBe(200);
    expect(stack.carrier.callTo(number).callerId).toBe('998712000000');
    await dialled.hangUp();
  });

  it.each([
    ['a destination that is not allowed', '79261234567'],
    ['a short number that no rule takes', '1050'],
    ['nonsense', '9981*2#3'],
  ])('should be refused for %s, and the carrier see nothing', async (_, number) => {
    const agent = await given.agentPhone();
    const before = stack.carrier.incoming.length;
    const refused = await agent.phone.dial(number).finished;
    expect([403, 404, 484, 603]).toContain(refused.status);
    expect(stack.carrier.incoming.length).toBe(before);
  });
});

describe('a desk phone', () => {
  it('should be refused with a wrong password, and be offline', async () => {
    const agent = await given.agentPhone();
    const stranger = stack.track(
      await Phone.start({
        username: `${agent.extension}-desk`,
        password: 'guess',
        server: { address: '127.0.0.1', port: stack.sipPort },
      }),
    );
    expect((await stranger.tryRegister(600)).status).toBe(401);
    const { user } = await stack.admin.ask<{ user: { softphoneOnline: boolean } }>(operations.user, { id: agent.userId });
    expect(user.softphoneOnline).toBe(true);
    await agent.phone.unregister();
    await until(async () => {
      const now = await stack.admin.ask<{ user: { softphoneOnline: boolean } }>(operations.user, { id: agent.userId });
      expect(now.user.softphoneOnline).toBe(false);
    });
  });
});
