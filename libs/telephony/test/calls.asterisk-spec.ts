import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import type { DialLegRequest } from '../src/telephony.gateway.js';
import {
  aConnectedEngine,
  aDemoCarrier,
  anAsterisk,
  demoTrunk,
  type GivenEngine,
  type RunningAsterisk,
  type RunningCarrier,
} from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let given: GivenEngine;

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), aDemoCarrier()]);
  given = await aConnectedEngine(asterisk);
  await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
  await until(() =>
    expect(given.events).toContainEqual(
      expect.objectContaining({ type: 'trunkRegistration', report: expect.objectContaining({ state: 'REGISTERED' }) }),
    ),
  );
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.dispose()]);
});

const call = (number: string, overrides: Partial<DialLegRequest> = {}): DialLegRequest => ({
  legId: randomUUID(),
  callId: randomUUID(),
  dialString: `PJSIP/${number}@Demo`,
  callerId: '998711234567',
  timeoutSeconds: 20,
  maxSeconds: 60,
  ...overrides,
});

const types = (legId: string) => given.of(legId).map((event) => event.type);
const ended = (legId: string) => given.of(legId).find((event) => event.type === 'ended');

describe('a dialled leg', () => {
  it('should ring, be answered and be hung up by us', async () => {
    const request = call('998000000001');
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(types(request.legId)).toContain('answered'));
    expect(await given.engine.gateway.liveLegs()).toMatchObject([
      { legId: request.legId, callId: request.callId, state: 'ANSWERED', conversationId: null },
    ]);
    await expect(given.engine.gateway.dialLeg(request)).rejects.toMatchObject({ status: 409 });
    await given.engine.gateway.hangUpLeg(request.legId);
    await until(() => expect(types(request.legId)).toEqual(['ringing', 'answered', 'ended']));
    expect(ended(request.legId)).toMatchObject({ cause: 16, endedBy: 'US' });
    await given.engine.gateway.hangUpLeg(request.legId);
  });

  it.each([
    ['998000000002', 17, 486],
    ['998000000004', 21, 603],
    ['998000000005', 1, 404],
    ['998000000006', 34, 503],
    ['998000000009', 21, 403],
  ])('should end with what the provider said: %s', async (number, cause, sipCode) => {
    const request = call(number);
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(ended(request.legId)).toMatchObject({ cause, sipCode, endedBy: 'THEM' }));
  });

  it('should end without an answer after its time', async () => {
    const request = call('998000000003', { timeoutSeconds: 2 });
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(types(request.legId)).toEqual(['ringing', 'ended']));
    expect(ended(request.legId)).toMatchObject({ cause: 19, endedBy: 'THEM' });
    expect(ended(request.legId)).not.toHaveProperty('sipCode');
  });

  it('should be ended by the far party', async () => {
    const request = call('998000000007');
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(ended(request.legId)).toMatchObject({ cause: 16, endedBy: 'THEM' }), { timeoutMs: 8000 });
  });

  it('should be ended by the engine after its longest time, also in a conversation', async () => {
    const conversationId = randomUUID();
    await given.engine.gateway.createConversation(conversationId);
    const request = call('998000000010', { maxSeconds: 3, conversationId });
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(ended(request.legId)).toMatchObject({ cause: 16, endedBy: 'US' }), { timeoutMs: 6000 });
    await given.engine.gateway.endConversation(conversationId);
  });

  it('should tell early media', async () => {
    const request = call('998000000008');
    await given.engine.gateway.dialLeg(request);
    await until(() => expect(types(request.legId)).toContain('earlyMedia'));
    await given.engine.gateway.hangUpLeg(request.legId);
    await until(() => expect(ended(request.legId)).toMatchObject({ endedBy: 'US' }));
  });

  it('should leave nothing behind when it can not be dialled', async () => {
    for (const dialString of ['PJSIP/998000000001@Nowhere', 'PJSIP/299']) {
      const request = call('', { dialString });
      await expect(given.engine.gateway.dialLeg(request)).rejects.toMatchObject({ status: 500 });
    }
    const request = call('998000000001', { conversationId: randomUUID() });
    await expect(given.engine.gateway.dialLeg(request)).rejects.toMatchObject({ status: 404 });
    await until(async () => expect(await given.engine.gateway.liveLegs()).toEqual([]));
    expect(given.of(request.legId)).toEqual([]);
    expect(given.engine.gateway.legCount).toBe(0);
  });
});

describe('a conversation', () => {
  it('should be made twice without an error, play, and end twice without an error', async () => {
    const { gateway } = given.engine;
    const conversationId = randomUUID();
    await gateway.createConversation(conversationId);
    await gateway.createConversation(conversationId);
    expect(await gateway.liveConversations()).toContain(conversationId);
    const request = call('998000000010', { conversationId });
    await gateway.dialLeg(request);
    await until(() => expect(types(request.legId)).toContain('answered'));
    expect(await gateway.liveLegs()).toMatchObject([{ conversationId }]);
    const playId = randomUUID();
    await gateway.play(conversationId, playId, 'sound:beep');
    await until(() => expect(given.events).toContainEqual(expect.objectContaining({ type: 'played', playId, ok: true })));
    const missing = randomUUID();
    await gateway.play(conversationId, missing, 'sound:there-is-no-such-sound');
    await until(() =>
      expect(given.events).toContainEqual(expect.objectContaining({ type: 'played', playId: missing, ok: false })),
    );
    await gateway.endConversation(conversationId);
    await gateway.endConversation(conversationId);
    expect(await gateway.liveLegs()).toMatchObject([{ legId: request.legId, conversationId: null }]);
    await gateway.hangUpLeg(request.legId);
    await until(() => expect(ended(request.legId)).toBeDefined());
  });
});
