import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { answeredCall, type TalkingCall, told } from '../testing/given-calls.js';

let harness: CallsHarness;
let agent: Principal;
let talking: TalkingCall;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());

const heard = () =>
  told(harness, ['startMusic', 'stopMusic', 'silenceLeg', 'unsilenceLeg', 'sendDigits'], {
    home: talking.call.id,
    near: talking.near,
    far: talking.far,
  });

describe('an answered call', () => {
  beforeEach(async () => {
    talking = await answeredCall(harness, agent);
    harness.gateway.commands.length = 0;
  });
  afterEach(async () => {
    await harness.service.hangUp(agent, talking.call.id);
    await harness.untilNothingIsLeft();
  });

  it('should be held and taken back, each once', async () => {
    const { control } = harness;
    const { id } = talking.call;
    expect(await control.hold(agent, id)).toMatchObject({ onHold: true, state: 'ANSWERED' });
    const again = await control.hold(agent, id);
    expect(again).toMatchObject({ onHold: true });
    expect(heard()).toEqual(['startMusic home', 'silenceLeg near all']);
    expect(await control.resume(agent, id)).toMatchObject({ onHold: false });
    expect(await control.resume(agent, id)).toMatchObject({ onHold: false });
    expect(heard().slice(2)).toEqual(['unsilenceLeg near', 'stopMusic home']);
    const changes = await harness.changes(id);
    expect(changes.slice(-3).map(({ snapshot }) => snapshot.onHold)).toEqual([false, true, false]);
  });

  it('should be muted and unmuted, each once', async () => {
    const { control } = harness;
    const { id } = talking.call;
    expect(await control.mute(agent, id)).toMatchObject({ muted: true });
    expect(await control.mute(agent, id)).toMatchObject({ muted: true });
    expect(await control.unmute(agent, id)).toMatchObject({ muted: false });
    expect(heard()).toEqual(['silenceLeg near voice', 'unsilenceLeg near']);
  });

  it.each([
    ['muted, then held', ['mute', 'hold', 'resume', 'unmute'], ['voice', 'all', 'voice', undefined]],
    ['held, then muted', ['hold', 'mute', 'unmute', 'resume'], ['all', 'all', 'all', undefined]],
    ['unmuted while held', ['mute', 'hold', 'unmute', 'resume'], ['voice', 'all', 'all', undefined]],
    ['muted while held', ['hold', 'mute', 'resume', 'unmute'], ['all', 'all', 'voice', undefined]],
  ] as const)('should be right when it is %s', async (_case, wishes, silences) => {
    const seen: (string | undefined)[] = [];
    for (const wish of wishes) {
      await harness.control[wish](agent, talking.call.id);
      const last = heard().findLast((line) => /silence/.test(line));
      seen.push(last?.split(' ')[2]);
    }
    expect(seen).toEqual(silences);
  });

  it('should send digits to the customer, and refuse what are none', async () => {
    const { control } = harness;
    expect(await control.sendDtmf(agent, talking.call.id, '12#*a')).toMatchObject({ id: talking.call.id });
    expect(heard()).toEqual(['sendDigits far 12#*A']);
    for (const digits of ['', '1;2', '12 3', 'E', '1'.repeat(33), '١'])
      expect(await control.sendDtmf(agent, talking.call.id, digits)).toMatchObject({
        errorCode: 'INVALID_INPUT',
        field: 'digits',
      });
    expect(heard()).toHaveLength(1);
  });

  it("should show the phone's own hold, and leave it to the phone", async () => {
    const { control, gateway } = harness;
    const { id } = talking.call;
    gateway.hold(talking.near, true);
    await harness.untilCall(id, { onHold: true });
    expect(await control.resume(agent, id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    gateway.hold(talking.near, false);
    await harness.untilCall(id, { onHold: false });
    expect(heard()).toEqual([]);
  });

  it('should take no notice of the hold of the customer', async () => {
    harness.gateway.hold(talking.far, true);
    harness.gateway.hold(talking.far, false);
    expect(await harness.control.mute(agent, talking.call.id)).toMatchObject({ onHold: false, muted: true });
    expect((await harness.changes(talking.call.id)).every(({ snapshot }) => !snapshot.onHold)).toBe(true);
  });

  it('should be controlled by those who may see it, and no other agent', async () => {
    const { control } = harness;
    const [other, supervisor] = [await harness.user(Role.AGENT), await harness.user(Role.SUPERVISOR)];
    await expect(control.hold(other, talking.call.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(control.sendDtmf(other, talking.call.id, '1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await control.hold(supervisor, talking.call.id)).toMatchObject({ onHold: true });
  });

  it('should keep hold and mute over a restart, and do again what may not have been done', async () => {
    await harness.control.mute(agent, talking.call.id);
    await harness.control.hold(agent, talking.call.id);
    harness.gateway.commands.length = 0;
    await harness.restartApi();
    expect(await harness.find(talking.call.id)).toMatchObject({ onHold: true, muted: true, state: 'ANSWERED' });
    expect(heard()).toEqual(['silenceLeg near all', 'startMusic home']);
    expect(harness.gateway.sent('joinConversation')).toEqual([]);
    expect(await harness.control.resume(agent, talking.call.id)).toMatchObject({ onHold: false, muted: true });
    expect(heard().slice(2)).toEqual(['silenceLeg near voice', 'stopMusic home']);
  });

  it('should be refused while calls are being found again', async () => {
    harness.gateway.disconnect();
    expect(await harness.control.hold(agent, talking.call.id)).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    harness.gateway.connect();
    await harness.untilReady();
    expect(await harness.control.hold(agent, talking.call.id)).toMatchObject({ onHold: true });
  });

  it('should be on hold no more when it is over', async () => {
    await harness.control.hold(agent, talking.call.id);
    harness.gateway.end(talking.far);
    await harness.untilCall(talking.call.id, { state: 'ENDED', onHold: false, hangup: { by: 'CUSTOMER' } });
  });
});

describe('a call that is not answered', () => {
  it('should be refused', async () => {
    const { control } = harness;
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    const wishes = () => [
      control.hold(agent, call.id),
      control.resume(agent, call.id),
      control.mute(agent, call.id),
      control.unmute(agent, call.id),
      control.sendDtmf(agent, call.id, '1'),
    ];
    for (const wish of wishes()) expect(await wish).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    harness.gateway.end(near.legId);
    await until(async () => expect((await harness.find(call.id)).state).toBe('ENDED'));
    for (const wish of wishes()) expect(await wish).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE', message: 'The call is over.' });
    await harness.untilNothingIsLeft();
  });

  it('should be refused where nobody of ours is in it, but for digits', async () => {
    const admin = await harness.user(Role.ADMIN);
    const call = await harness.call(admin, { connect: { announcement: 'sound:hello-world' } });
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    expect(await harness.control.hold(admin, call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    expect(await harness.control.sendDtmf(admin, call.id, '1')).toMatchObject({ id: call.id });
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });
});
