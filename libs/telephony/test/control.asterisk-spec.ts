/** What a party hears and what is heard of it, told by SIP peers that send a tone each and listen. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until, untilStays } from '@app/common/testing';
import { answersAtOnce, Carrier, type IncomingCall, Phone } from '../../../apps/api/test/sip/index.js';
import type { EavesdropRequest, TelephonyEvent } from '../src/telephony.gateway.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

const customersTone = 700;
const agentsTone = 400;
const supervisorsTone = 1100;
const account = { username: 'login1', password: 'p1' };

let asterisk: RunningAsterisk;
let carrier: Carrier;
let given: GivenEngine;
const phones = new Map<string, Phone>();

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), Carrier.start({ accounts: [account] })]);
  given = await aConnectedEngine(asterisk);
  const { provisioning } = given.engine;
  await provisioning.applyTrunk(
    demoTrunk({ port: carrier.port, password: account.password }, { name: 'BellUZ', username: account.username }),
  );
  await provisioning.applyDialplan('outbound', [
    'exten => _X.,1,Stasis(trunkline,outbound,${EXTEN},${UUID()})',
    ' same => n,Hangup(21)',
  ]);
  for (const [extension, toneHertz] of [
    ['201', agentsTone],
    ['202', supervisorsTone],
  ] as const) {
    const login = { username: `${extension}-desk`, password: 'phone-password' };
    await provisioning.applyPhone({ phoneId: login.username, extension, kind: 'desk', ...login, networks: ['127.0.0.0/8'] });
    const phone = await Phone.start({
      ...login,
      server: { address: '127.0.0.1', port: asterisk.options.ports.sip },
      media: { toneHertz },
    });
    phone.whenCalled(...answersAtOnce);
    await until(() => phone.register());
    phones.set(extension, phone);
  }
});
afterAll(async () => {
  await given?.stop();
  for (const phone of phones.values()) await phone.close();
  await carrier?.close();
  await asterisk?.dispose();
});

interface Party {
  legId: string;
  seen: IncomingCall;
}

async function party(dialString: string, conversationId: string, find: () => IncomingCall | undefined): Promise<Party> {
  const legId = randomUUID();
  await given.engine.gateway.dialLeg({
    legId,
    callId: conversationId,
    dialString,
    conversationId,
    timeoutSeconds: 20,
    maxSeconds: 120,
  });
  await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
  const seen = await until(() => {
    const call = find();
    if (!call) throw new Error('Not seen yet');
    return call;
  });
  return { legId, seen };
}

const phoneParty = (extension: string, conversationId: string): Promise<Party> =>
  party(`PJSIP/${extension}-desk`, conversationId, () => phones.get(extension)?.calls.at(-1));

let conversation: string;
let customer: Party;
let agent: Party;
let counter = 0;

const hears = ({ seen }: Party, ...tones: number[]): Promise<void> =>
  untilStays(() =>
    expect([customersTone, agentsTone, supervisorsTone].filter((tone) => seen.media.hears(tone, 0.15))).toEqual(tones),
  );
const eventsOf = ({ legId }: Party): TelephonyEvent['type'][] => given.of(legId).map(({ type }) => type);

describe('a conversation of two', () => {
  beforeEach(async () => {
    conversation = randomUUID();
    const { gateway } = given.engine;
    await gateway.createConversation(conversation);
    const number = `99890${String((counter += 1)).padStart(7, '0')}`;
    carrier.on(number, ...answersAtOnce);
    customer = await party(`PJSIP/${number}@BellUZ`, conversation, () => carrier.callsTo(number)[0]);
    agent = await phoneParty('201', conversation);
    await hears(customer, agentsTone);
    await hears(agent, customersTone);
    return async () => {
      await gateway.hangUpLeg(agent.legId);
      await gateway.hangUpLeg(customer.legId);
      await gateway.endConversation(conversation);
      await until(async () => expect(await gateway.liveLegs()).toEqual([]));
    };
  });

  it('should let the customer hear music and the agent nothing, and bring both back', async () => {
    const { gateway } = given.engine;
    await gateway.silenceLeg(agent.legId, 'all');
    await gateway.startMusic(conversation);
    await hears(customer);
    await hears(agent);
    const audible = customer.seen.media.audible;
    await until(() => expect(customer.seen.media.audible).toBeGreaterThan(audible + 25));
    const silent = agent.seen.media.audible;
    await gateway.startMusic(conversation);
    await gateway.stopMusic(conversation);
    await gateway.unsilenceLeg(agent.legId);
    await hears(customer, agentsTone);
    await hears(agent, customersTone);
    expect(silent).toBeLessThan(agent.seen.media.audible);
  });

  it('should mute the agent alone', async () => {
    const { gateway } = given.engine;
    await gateway.silenceLeg(agent.legId, 'voice');
    await hears(customer);
    await hears(agent, customersTone);
    await gateway.unsilenceLeg(agent.legId);
    await hears(customer, agentsTone);
  });

  it('should let a leg leave and come back', async () => {
    const { gateway } = given.engine;
    await gateway.leaveConversation(conversation, agent.legId);
    await gateway.leaveConversation(conversation, agent.legId);
    await hears(customer);
    await hears(agent);
    await gateway.joinConversation(conversation, agent.legId);
    await hears(customer, agentsTone);
  });

  it('should tell a hold of the phone’s own, and its end', async () => {
    await agent.seen.reinvite('sendonly');
    await until(() => expect(eventsOf(agent)).toContain('held'));
    await agent.seen.reinvite('sendrecv');
    await until(() => expect(eventsOf(agent)).toContain('resumed'));
    await hears(customer, agentsTone);
  });

  it.each([
    ['listen', { agent: false, customer: false }],
    ['whisper to the agent', { agent: true, customer: false }],
    ['be heard by both', { agent: true, customer: true }],
  ])('should let a supervisor %s', async (_, whispers) => {
    const { gateway } = given.engine;
    const [listening, voice] = [randomUUID(), randomUUID()];
    for (const each of [listening, voice]) await gateway.createConversation(each);
    const supervisor = await phoneParty('202', listening);
    const spies = [
      { onLegId: agent.legId, hears: 'TALK', whispers: whispers.agent, conversationId: listening },
      ...(whispers.customer
        ? ([
            { onLegId: supervisor.legId, hears: 'VOICE', whispers: false, conversationId: voice },
            { onLegId: customer.legId, hears: 'NOTHING', whispers: true, conversationId: voice },
          ] as const)
        : []),
    ].map((ear) => ({ ...ear, legId: randomUUID(), callId: conversation }) as EavesdropRequest);
    for (const spy of spies) await gateway.eavesdrop(spy);
    await hears(supervisor, customersTone, agentsTone);
    await hears(agent, customersTone, ...(whispers.agent ? [supervisorsTone] : []));
    await hears(customer, agentsTone, ...(whispers.customer ? [supervisorsTone] : []));
    await gateway.hangUpLeg(supervisor.legId);
    for (const { legId } of spies) await gateway.hangUpLeg(legId);
    for (const each of [listening, voice]) await gateway.endConversation(each);
    await hears(agent, customersTone);
  });

  it('should send digits to the customer', async () => {
    const { gateway } = given.engine;
    await expect(gateway.sendDigits(customer.legId, '1;2')).rejects.toMatchObject({ status: 400 });
    const before = customer.seen.media.keys.length;
    await gateway.sendDigits(customer.legId, '12#');
    await until(() => expect(customer.seen.media.keys.slice(before).join('')).toBe('12#'));
  });

  it('should tell that a phone wants its call transferred', async () => {
    const answered = agent.seen.refer(`sip:998901112233@127.0.0.1:${asterisk.options.ports.sip}`);
    const event = await until(() => {
      const found = given.of(agent.legId).find(({ type }) => type === 'transferAsked');
      if (!found) throw new Error('Not told yet');
      return found;
    });
    expect(event).toMatchObject({ to: '998901112233' });
    expect((await answered).status).toBe(202);
    await given.engine.gateway.answerTransfer(agent.legId, false);
    await hears(customer, agentsTone);
  });

  it('should measure what it can', async () => {
    const quality = await until(async () => {
      const found = await given.engine.gateway.legQuality(customer.legId);
      if (found?.jitterMs === undefined) throw new Error('Not measured yet');
      return found;
    });
    expect(quality.lossPercent).toBeLessThan(1);
    expect(quality.jitterMs).toBeLessThan(50);
    expect(await given.engine.gateway.legQuality(randomUUID())).toBeUndefined();
  });
});
