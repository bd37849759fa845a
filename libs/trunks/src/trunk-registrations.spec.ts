import type { RegistrationReport } from '@app/telephony';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { until } from '@app/common/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { registration, RegistrationState } from './trunk-registration.js';
import { afterReport, TrunkRegistrations } from './trunk-registrations.js';
import { TrunkProblem } from './trunk-problem.js';
import { TrunkAuthMode } from './trunk.entity.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const bell = { name: 'BellUZ', enabled: true, authMode: TrunkAuthMode.REGISTRATION };
const report = (fields: Partial<RegistrationReport> = {}): RegistrationReport => ({
  trunkName: 'BellUZ',
  state: 'REGISTERED',
  at: at(1),
  ...fields,
});

describe('afterReport', () => {
  const registered = registration(RegistrationState.REGISTERED, { sipCode: 200, since: at(1), expiresAt: at(60) });
  const rejected = registration(RegistrationState.REJECTED, { sipCode: 403, reason: 'Forbidden', since: at(1) });

  it.each([
    ['the first word', undefined, report(), { state: 'REGISTERED', sipCode: 200, since: at(1), expiresAt: null }],
    ['a renewal', registered, report({ at: at(50), expiresAt: at(110) }), { since: at(1), expiresAt: at(110) }],
    [
      'a refusal',
      registered,
      report({ state: 'REJECTED', at: at(9), sipCode: 403, reason: 'Forbidden' }),
      { since: at(9), sipCode: 403, expiresAt: null },
    ],
    [
      'the same refusal with less words',
      rejected,
      report({ state: 'REJECTED', at: at(9) }),
      { since: at(1), sipCode: 403, reason: 'Forbidden' },
    ],
    [
      'another refusal',
      rejected,
      report({ state: 'REJECTED', at: at(9), sipCode: 404, reason: 'Not Found' }),
      { since: at(1), sipCode: 404, reason: 'Not Found' },
    ],
    ['silence', rejected, report({ state: 'UNREACHABLE', at: at(9) }), { since: at(9), sipCode: null, reason: null }],
    [
      'a new attempt',
      rejected,
      report({ state: 'REGISTERING', at: at(9) }),
      { state: 'REGISTERING', sipCode: null, reason: null },
    ],
    [
      'a refusal that nobody copied',
      registered,
      report({ state: 'REJECTED', isReasonKnown: false }),
      { problem: 'REASON_UNKNOWN' },
    ],
    ['the problem of a code', registered, report({ state: 'REJECTED', sipCode: 401 }), { problem: 'WRONG_CREDENTIALS' }],
    ['a refusal without a code', registered, report({ state: 'REJECTED' }), { problem: 'REFUSED' }],
    ['the problem of silence', registered, report({ state: 'UNREACHABLE' }), { problem: 'NO_ANSWER' }],
    ['a success after a problem', rejected, report(), { state: 'REGISTERED', problem: null }],
  ])('should take %s', (_what, before, said, after) => {
    expect(afterReport(before, said)).toMatchObject(after);
  });
});

describe('TrunkRegistrations', () => {
  let gateway: FakeGateway;
  let registrations: TrunkRegistrations;
  let provisioning: FakeProvisioning;
  let changes: (string | null)[];

  beforeEach(() => {
    gateway = new FakeGateway();
    provisioning = new FakeProvisioning(gateway);
    registrations = new TrunkRegistrations(gateway, provisioning);
    registrations.onModuleInit();
    changes = [];
    registrations.onChange((name) => changes.push(name));
  });

  it('should know nothing while Asterisk is away', () => {
    expect(registrations.of(bell).state).toBe('UNKNOWN');
    gateway.connect();
    expect(registrations.of(bell).state).toBe('REGISTERING');
    gateway.registration(report());
    expect(registrations.of(bell)).toMatchObject({ state: 'REGISTERED', sipCode: 200, since: at(1) });
    gateway.disconnect();
    expect(registrations.of(bell).state).toBe('UNKNOWN');
    expect(changes).toEqual([null, 'BellUZ', null]);
  });

  it.each([
    [{ ...bell, enabled: false }, 'NOT_REQUIRED'],
    [{ ...bell, authMode: TrunkAuthMode.IP }, 'NOT_REQUIRED'],
    [bell, 'REGISTERED'],
  ])('should say of %j: %s', (trunk, state) => {
    gateway.connect();
    gateway.registration(report());
    expect(registrations.of(trunk).state).toBe(state);
  });

  it('should read what was said before it listened', async () => {
    provisioning.trunks.set('BellUZ', { ...bell, isEnabled: true } as never);
    gateway.registrations.set('BellUZ', report({ state: 'REJECTED', sipCode: 403, reason: 'Forbidden' }));
    gateway.connect();
    await until(() => expect(registrations.of(bell)).toMatchObject({ state: 'REJECTED', sipCode: 403, reason: 'Forbidden' }));
    expect(changes).toEqual([null, 'BellUZ']);
  });

  it('should tell of changes only', () => {
    gateway.connect();
    gateway.registration(report());
    gateway.registration(report({ at: at(30) }));
    gateway.registration(report({ at: at(60), expiresAt: at(120) }));
    gateway.registration(report({ at: at(61), expiresAt: at(121) }));
    expect(changes).toEqual([null, 'BellUZ', 'BellUZ']);
    expect(registrations.of(bell).since).toEqual(at(1));
  });

  describe('explain', () => {
    const refusal = { problem: TrunkProblem.CONNECTION_REFUSED, reason: 'Nothing listens there.' };
    beforeEach(() => {
      gateway.connect();
      gateway.registration(report({ state: 'UNREACHABLE', reason: 'Not reached.' }));
    });

    it('should say UNREACHABLE at once, and why when it is found', () => {
      expect(registrations.of(bell)).toMatchObject({ state: 'UNREACHABLE', problem: 'NO_ANSWER', reason: 'Not reached.' });
      registrations.explain('BellUZ', refusal);
      registrations.explain('BellUZ', refusal);
      expect(registrations.of(bell)).toMatchObject({ state: 'UNREACHABLE', since: at(1), ...refusal });
      expect(changes).toEqual([null, 'BellUZ', 'BellUZ']);
      expect(registrations.unexplained()).toEqual(['BellUZ']);
    });

    it('should find that nobody refused where the engine does not tell refusals from silence', () => {
      gateway.registration(report({ state: 'REJECTED', isReasonKnown: false }));
      registrations.explain('BellUZ', { problem: null, reason: 'It takes connections.' });
      expect(registrations.of(bell)).toMatchObject({ state: 'REJECTED', problem: 'REASON_UNKNOWN' });
      registrations.explain('BellUZ', refusal);
      expect(registrations.of(bell)).toMatchObject({ state: 'UNREACHABLE', ...refusal });
      gateway.registration(report({ state: 'REJECTED', sipCode: 403, at: at(9) }));
      expect(registrations.of(bell)).toMatchObject({ state: 'REJECTED', problem: 'FORBIDDEN' });
    });

    it('should find nothing wrong with a server that does not answer', () => {
      registrations.explain('BellUZ', { problem: null, reason: 'It takes connections.' });
      expect(registrations.of(bell)).toMatchObject({ problem: 'NO_ANSWER', reason: 'It takes connections.' });
    });

    it('should stay while the engine says the same', () => {
      registrations.explain('BellUZ', refusal);
      gateway.registration(report({ state: 'UNREACHABLE', at: at(30) }));
      expect(registrations.of(bell)).toMatchObject(refusal);
    });

    it.each([
      ['the engine says another thing', () => gateway.registration(report({ state: 'REJECTED', sipCode: 403 }))],
      ['the trunk begins anew', () => registrations.restart('BellUZ')],
      ['the engine was away', () => (gateway.disconnect(), gateway.connect())],
    ])('should be of no use once %s', (_what, act) => {
      registrations.explain('BellUZ', refusal);
      act();
      expect(registrations.of(bell).reason).not.toBe(refusal.reason);
      registrations.explain('BellUZ', refusal);
      expect(registrations.of(bell).reason).not.toBe(refusal.reason);
      expect(registrations.unexplained()).toEqual([]);
    });
  });

  it('should begin anew when the trunk does', () => {
    gateway.connect();
    gateway.registration(report({ state: 'REJECTED', sipCode: 403 }));
    registrations.restart('BellUZ', at(9));
    expect(registrations.of(bell)).toMatchObject({ state: 'REGISTERING', sipCode: null, since: at(9) });
  });
});
