/** What only the SIP messages tell: silence, and the far side's own words. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import {
  answersAtOnce,
  Carrier,
  refuses,
  ringsForEver,
  saysNothing,
  triesForEver,
  type Step,
} from '../../../apps/api/test/sip/index.js';
import type { RegistrationReport } from '../src/telephony.gateway.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: Carrier;
let given: GivenEngine;
const account = { username: 'login1', password: 'secret' };

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), Carrier.start({ accounts: [account] })]);
  given = await aConnectedEngine(asterisk, true);
  await given.engine.provisioning.applyTrunk(
    demoTrunk({ port: carrier.port, password: account.password }, { username: account.username }),
  );
  await until(() => expect(carrier.registrar.isRegistered(account.username)).toBe(true));
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.close()]);
});

let number = 998_900_000_000;
async function dialled(steps: readonly Step[]) {
  const to = String((number += 1));
  const legId = randomUUID();
  carrier.on(to, ...steps);
  await given.engine.gateway.dialLeg({
    legId,
    callId: randomUUID(),
    dialString: `PJSIP/${to}@Demo`,
    timeoutSeconds: 30,
    maxSeconds: 60,
  });
  return { legId, types: () => given.of(legId).map(({ type }) => type), last: () => given.of(legId).at(-1) };
}
const hangUp = async (legId: string) => {
  await given.engine.gateway.hangUpLeg(legId);
  await until(() => expect(given.of(legId).at(-1)?.type).toBe('ended'), { timeoutMs: 10_000 });
};

describe('a leg over a trunk', () => {
  it('should be said to be silent after 6 s without any answer, and not where one came', { timeout: 30_000 }, async () => {
    const start = Date.now();
    const [silent, tried, rung] = await Promise.all([dialled(saysNothing), dialled(triesForEver), dialled(ringsForEver)]);
    await until(() => expect(silent.types()).toEqual(['silent']), { timeoutMs: 10_000 });
    expect(Date.now() - start).toBeGreaterThanOrEqual(5_900);
    expect(Date.now() - start).toBeLessThan(7_500);
    expect([tried.types(), rung.types()]).toEqual([[], ['ringing']]);
    for (const { legId } of [silent, tried, rung]) await hangUp(legId);
    expect(silent.types()).toEqual(['silent', 'ended']);
  });

  it.each([
    [486, 'Abonent band'],
    [403, 'Balans yetarli emas'],
    [503, 'Keyinroq urinib ko`ring'],
    [401, 'Kim siz'],
  ])('should end with the words that came with %i', async (status, words) => {
    const { last } = await dialled(refuses(status, words));
    await until(() => expect(last()).toMatchObject({ type: 'ended', sipCode: status, sipReason: words, endedBy: 'THEM' }));
  });

  it('should have no words of its own end, and be counted by the dialplan', async () => {
    const { legId, types, last } = await dialled(answersAtOnce);
    await until(() => expect(types()).toEqual(['answered']));
    expect(await asterisk.cli('group show channels')).toMatch(/Demo\s+trunk/);
    await hangUp(legId);
    expect(last()).not.toHaveProperty('sipReason');
    expect(await asterisk.cli('group show channels')).not.toContain('Demo');
  });
});

describe('a registration', () => {
  const reportOf = async (name: string): Promise<RegistrationReport | undefined> =>
    (await given.engine.provisioning.registrations()).find(({ trunkName }) => trunkName === name);

  it('should tell 423 and 401 for our credentials, also by a proxy and with a sign-in name of its own', async () => {
    const other = await Carrier.start({ accounts: [account, { username: 'auth1', password: 'another' }] });
    const trunk = demoTrunk(
      { port: 5999, password: 'wrong' },
      { name: 'Proxied', username: account.username, authUsername: 'auth1', outboundProxy: `127.0.0.1:${other.port}` },
    );
    other.registrar.wrongPasswordStatus = 401;
    await given.engine.provisioning.applyTrunk(trunk);
    await until(async () => expect(await reportOf('Proxied')).toMatchObject({ state: 'REJECTED', sipCode: 401 }));
    await given.engine.provisioning.removeTrunk('Proxied');
    other.registrar.mood = { kind: 'refuse', status: 423, reason: 'Juda qisqa' };
    await given.engine.provisioning.applyTrunk(trunk);
    await until(async () =>
      expect(await reportOf('Proxied')).toMatchObject({ state: 'REJECTED', sipCode: 423, reason: 'Juda qisqa' }),
    );
    await given.engine.provisioning.removeTrunk('Proxied');
    await other.close();
  });

  it('should say that the reason is unknown where nobody listens to the messages', async () => {
    carrier.registrar.mood = { kind: 'refuse', status: 403 };
    await given.engine.provisioning.reregisterTrunk('Demo');
    await until(async () => expect(await reportOf('Demo')).toMatchObject({ state: 'REJECTED', sipCode: 403 }));
    await given.stop();
    given = await aConnectedEngine(asterisk);
    expect(await reportOf('Demo')).toEqual({ trunkName: 'Demo', state: 'REJECTED', at: expect.any(Date), isReasonKnown: false });
  });
});
