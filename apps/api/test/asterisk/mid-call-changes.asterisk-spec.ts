/** A change of a trunk never ends a call that goes over it. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncomingCall } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectEnded } from './expect-call.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenCall, type GivenTrunk } from './given.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agents: [GivenAgent, GivenAgent];
let calls: [GivenCall, GivenCall];

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk({ callerId: '998712000000' });
  agents = [await given.agentPhone(), await given.agentPhone()];
  calls = [await given.answeredCall(trunk, agents[0]), await given.answeredCall(trunk, agents[1])];
});
afterAll(() => stack?.stop());

const deskOf = ({ phone }: GivenAgent): IncomingCall => {
  const call = phone.calls.at(-1);
  if (!call) throw new Error('The phone was not called');
  return call;
};

/** More comes both ways than had come before, and it is the other one's voice. */
async function expectStillTalking(): Promise<void> {
  const ends = calls.map(({ seen }, n) => ({ seen, desk: deskOf(agents[n as 0 | 1]) }));
  const before = ends.map(({ seen, desk }) => [seen.media.received, desk.media.received]);
  await until(() => {
    for (const [n, { seen, desk }] of ends.entries()) {
      const [customers = 0, desks = 0] = before[n] ?? [];
      expect(seen.media.received).toBeGreaterThan(customers + 25);
      expect(desk.media.received).toBeGreaterThan(desks + 25);
      expect([seen.media.hears(agentsTone), desk.media.hears(customersTone)]).toEqual([true, true]);
    }
  });
  for (const { id, seen } of calls) {
    expect((await given.call(id)).state).toBe('ANSWERED');
    expect(seen.progress).toBe('answered');
  }
}

const changes: [what: string, input: () => Record<string, unknown>][] = [
  ['password', () => ({ password: 'secret-changed' })],
  ['username', () => ({ username: 'login-changed' })],
  ['callerId', () => ({ callerId: '998713000000', allowedCallerIds: ['998714000000'] })],
  ['codecs', () => ({ codecs: ['gsm', 'ulaw'] })],
  ['priority', () => ({ priority: 7 })],
  ['maxChannels', () => ({ maxChannels: 1 })],
  ['numberFormat', () => ({ numberFormat: 'PLUS' })],
  ['callerIdHeader', () => ({ callerIdHeader: 'PAI' })],
  ['dtmfMode', () => ({ dtmfMode: 'INFO' })],
  ['expirySeconds', () => ({ expirySeconds: 120 })],
  ['qualify', () => ({ qualify: false })],
  ['authUsername', () => ({ authUsername: 'auth-changed' })],
  ['fromUser', () => ({ fromUser: 'from-changed' })],
  ['fromDomain', () => ({ fromDomain: 'changed.example' })],
  ['inboundAddresses', () => ({ inboundAddresses: ['203.0.113.0/24'] })],
  ['outboundProxy', () => ({ outboundProxy: `127.0.0.1:${stack.carrier.port}` })],
  ['port', () => ({ outboundProxy: null, port: stack.carrier.port + 1 })],
  ['server', () => ({ server: '127.0.0.9' })],
  ['transport to TCP', () => ({ transport: 'TCP' })],
  ['transport to TLS, with the voice encrypted', () => ({ transport: 'TLS', mediaEncryption: 'REQUIRED' })],
  ['authMode', () => ({ authMode: 'IP', mediaEncryption: 'OFF', transport: 'UDP' })],
  ['name', () => ({ name: `${trunk.name}-renamed` })],
  ['enabled', () => ({ enabled: false })],
];

describe('two calls with sound, while their trunk changes', { timeout: 30_000 }, () => {
  it.each(changes)('should go on after a change of its %s', async (_, input) => {
    await given.updatedTrunk(trunk.id, input());
    await expectStillTalking();
  });

  it('should end by themselves after all of it', async () => {
    const [one, other] = calls;
    await one.seen.hangUp();
    const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, one.id, one.seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', cause: 16, end: 'sent BYE' });
    await deskOf(agents[1]).hangUp();
    await expectEnded(stack, other.id, other.seen, { states, outcome: 'COMPLETED', by: 'AGENT', cause: 16, end: 'received BYE' });
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  });
});
