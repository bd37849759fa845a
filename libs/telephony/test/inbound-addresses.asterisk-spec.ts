/** Whom a call from outside is taken for, by the address that it comes from. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { Carrier, UserAgent } from '../../../apps/api/test/sip/index.js';
import type { TrunkSpec } from '../src/telephony.provisioning.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: Carrier;
let given: GivenEngine;

beforeAll(async () => {
  const accounts = [{ username: 'login1', password: 'secret' }];
  [asterisk, carrier] = await Promise.all([anAsterisk(), Carrier.start({ accounts })]);
  given = await aConnectedEngine(asterisk);
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.close()]);
});

beforeEach(() =>
  given.engine.provisioning.applyDialplan('inbound', [
    'exten => _[a-z0-9].,1,Stasis(trunkline,inbound,${EXTEN})',
    ' same => n,Hangup(21)',
  ]),
);

const trunk = (change: Partial<TrunkSpec> = {}): TrunkSpec =>
  demoTrunk({ port: carrier.port, password: 'secret' }, { name: 'Bell', username: 'login1', ...change });
const apply = (spec: TrunkSpec) => given.engine.provisioning.applyTrunk(spec);

describe('an address that the provider calls from', () => {
  const arrives = async (stranger: UserAgent): Promise<string | undefined> => {
    const before = given.events.length;
    const call = stranger.invite({
      uri: `sip:998711234567@127.0.0.1:${asterisk.options.ports.sip}`,
      from: '<sip:998935555555@127.0.0.1>',
    });
    const arrived = () => given.events.slice(before).find(({ type }) => type === 'arrived');
    await until(() => expect(arrived() !== undefined || call.final !== undefined).toBe(true));
    await call.hangUp();
    const event = arrived();
    return event?.type === 'arrived' ? event.leg.originId : undefined;
  };

  it.each(['REGISTRATION', 'IP'] as const)(
    'should be known of a trunk with %s, each of several, and forgotten again',
    async (authMode) => {
      const strangers = await Promise.all(['127.0.0.11', '127.0.0.12'].map((address) => UserAgent.start({ name: 'x', address })));
      const addresses = strangers.map(({ address, port }) => `${address}:${port}`);
      const spec = trunk({
        authMode,
        server: '127.0.0.1',
        inboundAddresses: [...addresses, '198.51.100.7/24', '2001:DB8:0::/32'],
      });
      await apply(spec);
      expect(await apply(spec)).toEqual([]);
      expect(await Promise.all(strangers.map(arrives))).toEqual(['Bell', 'Bell']);
      await apply({ ...spec, inboundAddresses: addresses.slice(1) });
      expect(await arrives(strangers[0]!)).toBeUndefined();
      expect(await arrives(strangers[1]!)).toBe('Bell');
      await apply({ ...spec, inboundAddresses: [] });
      expect(await arrives(strangers[1]!)).toBeUndefined();
      await given.engine.provisioning.removeTrunk('Bell');
      expect(await asterisk.cli('database showkey identify')).not.toContain('Bell');
      expect(await asterisk.cli('pjsip show identifies')).not.toContain('Bell');
      await Promise.all(strangers.map((stranger) => stranger.close()));
    },
  );

  it('should not take a call that came over a registration for another trunk of that address', async () => {
    await apply(trunk());
    await until(() => expect(carrier.registrar.isRegistered('login1')).toBe(true));
    await apply(trunk({ name: 'Another', authMode: 'IP', username: null, password: null }));
    const before = given.events.length;
    const call = carrier.callSubscriber('login1', '998935555555');
    await until(() =>
      expect(given.events.slice(before)).toMatchObject([{ type: 'arrived', leg: { origin: 'trunk', originId: 'Bell' } }]),
    );
    await call.hangUp();
    await given.engine.provisioning.removeTrunk('Another');
  });
});
