import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, type IncomingCall } from '../sip/index.js';
import type { SipCall } from '../sip/sip-call.js';
import { AsteriskStack } from './asterisk-stack.js';
import { controlledCall } from './control-operations.js';
import { expectEnded } from './expect-call.js';
import { GivenControls, lastCall, untilHeard, untilMusic } from './given-controls.js';
import { operations, type CallView } from './operations.js';

let stack: AsteriskStack;
let controls: GivenControls;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  controls = await GivenControls.on(stack);
});
afterAll(() => stack?.stop());
afterEach(() => controls.untilQuiet());

const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;
const at = (address: string) => `sip:${address}@127.0.0.1:${stack.sipPort}`;

/** What the phone was told of its REFER: the status in the body of the last NOTIFY (RFC 3515). */
const untilTold = (call: SipCall, status: number) =>
  until(() => {
    const notifies = call.history.filter(({ what }) => what === 'received NOTIFY').map(({ message }) => message.body);
    expect(notifies.at(-1)).toContain(`SIP/2.0 ${status}`);
  });

describe("a desk phone's own transfer", { timeout: 60_000 }, () => {
  it.each([
    ['at once', false],
    ['after it held the call', true],
  ])('should bring the customer to an extension, %s', async (_case, holds) => {
    const { id, seen, atAgent } = await controls.talk();
    const colleague = await controls.colleague(...answersAtOnce);
    if (holds) {
      await atAgent.reinvite('sendonly');
      await untilMusic(seen);
    }
    expect((await atAgent.refer(at(colleague.extension))).status).toBe(202);
    expect(await controls.untilTransferIs(id, 'COMPLETED')).toMatchObject({
      agent: { id: colleague.userId },
      onHold: false,
      transfer: { to: colleague.extension, attended: false },
    });
    await untilTold(atAgent, 200);
    await untilHeard([seen, ['third']], [lastCall(colleague), ['customer']]);
    await until(() => expect(atAgent.progress).toBe('ended'));
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
  });

  it('should bring the customer to a number, by the rules', async () => {
    const { id, seen, atAgent } = await controls.talk();
    const number = controls.numberElsewhere(...answersAtOnce);
    await atAgent.refer(at(number));
    await controls.untilTransferIs(id, 'COMPLETED');
    await untilHeard([seen, ['third']], [controls.elsewhere.callTo(number), ['customer']]);
    await controls.given.hangUp(id);
  });

  it('should be told no for a number that is not allowed, and nothing be dialled', async () => {
    const { id, seen, atAgent } = await controls.talk();
    const before = stack.carrier.incoming.length + controls.elsewhere.incoming.length;
    await atAgent.refer(at('79261234567'));
    await untilTold(atAgent, 603);
    await untilHeard([seen, ['agent']], [atAgent, ['customer']]);
    expect(await controlledCall(stack.admin, id)).toMatchObject({ transfer: null, state: 'ANSWERED' });
    expect(stack.carrier.incoming.length + controls.elsewhere.incoming.length).toBe(before);
    await controls.given.hangUp(id);
  });

  it('should give the parties of its two calls to each other', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    await atAgent.reinvite('sendonly');
    await untilMusic(seen);
    const number = controls.numberElsewhere(...answersAtOnce);
    const dialled = agent.phone.dial(number);
    expect((await dialled.finished).status).toBe(200);
    const outside: IncomingCall = controls.elsewhere.callTo(number);
    await untilHeard([dialled, ['third']], [outside, ['agent']]);
    const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
    const other = activeCalls.find(({ to }) => to === number)?.id ?? '';
    await until(async () => expect(await controlledCall(stack.admin, other)).toMatchObject({ state: 'ANSWERED' }));
    expect((await atAgent.referTo(dialled)).status).toBe(202);
    await untilHeard([seen, ['third']], [outside, ['customer']]);
    await until(() => expect([atAgent.progress, dialled.progress]).toEqual(['ended', 'ended']));
    for (const call of [id, other]) await controls.untilTransferIs(call, 'COMPLETED');
    await outside.hangUp();
    await expectEnded(stack, other, outside, { states, outcome: 'COMPLETED', by: 'CUSTOMER' });
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
  });
});
