/** One connected engine with a trunk that registers at a carrier, a trunk by address, and a desk phone. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { until } from '@app/common/testing';
import type { ArrivedLeg, DialLegRequest } from '../src/telephony.gateway.js';
import type { PhoneSpec } from '../src/telephony.provisioning.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

export const account = { username: 'login1', password: 'p1' };
/** Six digits: no sequence number, port or length in a header is as long, so that only the extension itself is found. */
export const deskPhone: PhoneSpec = {
  phoneId: '207341-desk',
  extension: '207341',
  kind: 'desk',
  username: '207341-desk',
  password: 'phone-password',
  networks: ['127.0.0.0/8'],
};

let number = 998_900_000_000;
export const aNumber = (): string => String((number += 1));

export const request = (dialString: string, overrides: Partial<DialLegRequest> = {}): DialLegRequest => ({
  legId: randomUUID(),
  callId: randomUUID(),
  dialString,
  timeoutSeconds: 20,
  maxSeconds: 60,
  ...overrides,
});
export const toTrunk = (to: string, overrides: Partial<DialLegRequest> = {}): DialLegRequest =>
  request(`PJSIP/${to}@BellUZ`, overrides);

export class GivenLegs {
  private constructor(
    readonly asterisk: RunningAsterisk,
    readonly given: GivenEngine,
  ) {}

  /** @param port of a carrier that knows the account */
  static async start({ port }: { port: number }): Promise<GivenLegs> {
    const asterisk = await anAsterisk();
    const given = await aConnectedEngine(asterisk);
    const { provisioning } = given.engine;
    await provisioning.applyTrunk(
      demoTrunk({ port, password: account.password }, { name: 'BellUZ', username: account.username }),
    );
    await provisioning.applyTrunk(
      demoTrunk(
        { port, password: '' },
        { name: 'ByAddress', authMode: 'IP', server: '127.0.0.2', username: null, password: null, port: 5099 },
      ),
    );
    await provisioning.applyPhone(deskPhone);
    await provisioning.applyDialplan('outbound', [
      'exten => _X.,1,Stasis(trunkline,outbound,${EXTEN},${UUID()})',
      ' same => n,Hangup(21)',
    ]);
    await provisioning.applyDialplan('inbound', [
      'exten => _[a-z0-9].,1,Stasis(trunkline,inbound,${EXTEN})',
      ' same => n,Hangup(21)',
    ]);
    return new GivenLegs(asterisk, given);
  }

  /** With which the desk phone registers. */
  get deskLogin() {
    const { username, password } = deskPhone;
    return { username, password, server: { address: '127.0.0.1', port: this.asterisk.options.ports.sip } };
  }

  types(legId: string): string[] {
    return this.given.of(legId).map(({ type }) => type);
  }

  /** The first leg that arrived after so many events. @throws where there is none */
  arrived(after: number): ArrivedLeg {
    const event = this.given.events.slice(after).find(({ type }) => type === 'arrived');
    if (event?.type !== 'arrived') throw new Error('Nobody arrived');
    return event.leg;
  }

  async hangUpAll(): Promise<void> {
    const { gateway } = this.given.engine;
    for (const { legId } of await gateway.liveLegs()) await gateway.hangUpLeg(legId);
    await until(() => expect(gateway.legCount).toBe(0));
  }

  async stop(): Promise<void> {
    await this.given.stop();
    await this.asterisk.dispose();
  }
}
