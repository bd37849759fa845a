import { until } from '@app/common/testing';
import type { ReachabilityReport } from '@app/telephony';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import { TrunkAuthMode } from './trunk.entity.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const bell = { name: 'BellUZ', enabled: true, qualify: true, authMode: TrunkAuthMode.IP };
const report = (fields: Partial<ReachabilityReport> = {}): ReachabilityReport => ({
  trunkName: 'BellUZ',
  state: 'REACHABLE',
  at: at(1),
  roundTripMs: 12,
  ...fields,
});

describe('TrunkReachabilities', () => {
  let gateway: FakeGateway;
  let provisioning: FakeProvisioning;
  let reachabilities: TrunkReachabilities;
  let told: string[];

  beforeEach(() => {
    gateway = new FakeGateway();
    provisioning = new FakeProvisioning(gateway);
    reachabilities = new TrunkReachabilities(gateway, provisioning);
    reachabilities.onModuleInit();
    told = [];
    reachabilities.onChange((name, { state, roundTripMs }, isOtherState) =>
      told.push(`${name} ${state} ${roundTripMs} ${isOtherState}`),
    );
    gateway.connect();
  });

  it('should know nothing before the engine has said something, nor while it is away', () => {
    expect(reachabilities.of(bell)).toMatchObject({ state: 'UNKNOWN', roundTripMs: null, since: null });
    gateway.reachability(report());
    expect(reachabilities.of(bell)).toMatchObject({ state: 'REACHABLE', roundTripMs: 12, since: at(1) });
    gateway.disconnect();
    expect(reachabilities.of(bell).state).toBe('UNKNOWN');
    gateway.reachabilities.clear();
    gateway.connect();
    expect(reachabilities.of(bell).state).toBe('UNKNOWN');
  });

  it.each([
    [{ ...bell, enabled: false }, 'NOT_ASKED'],
    [{ ...bell, qualify: false }, 'NOT_ASKED'],
    [bell, 'REACHABLE'],
  ])('should say of %j: %s', (trunk, state) => {
    gateway.reachability(report());
    expect(reachabilities.of(trunk).state).toBe(state);
  });

  it('should read what was said before it listened', async () => {
    gateway.disconnect();
    provisioning.trunks.set('BellUZ', {} as never);
    gateway.reachabilities.set('BellUZ', report({ roundTripMs: 7 }));
    gateway.connect();
    await until(() => expect(reachabilities.of(bell)).toMatchObject({ state: 'REACHABLE', roundTripMs: 7 }));
  });

  it('should tell of each other state at once, and of another round trip every 30 s at most', () => {
    gateway.reachability(report());
    gateway.reachability(report({ at: at(15), roundTripMs: 13 }));
    gateway.reachability(report({ at: at(30), roundTripMs: 14 }));
    expect(reachabilities.of(bell)).toMatchObject({ roundTripMs: 14, since: at(1) });
    gateway.reachability(report({ at: at(31), roundTripMs: 14.5 }));
    gateway.reachability(report({ at: at(62), roundTripMs: 14.5 }));
    gateway.reachability({ trunkName: 'BellUZ', state: 'UNREACHABLE', at: at(63) });
    gateway.reachability({ trunkName: 'BellUZ', state: 'UNREACHABLE', at: at(93) });
    expect(told).toEqual(['BellUZ REACHABLE 12 true', 'BellUZ REACHABLE 14.5 false', 'BellUZ UNREACHABLE null true']);
    expect(reachabilities.of(bell)).toMatchObject({ state: 'UNREACHABLE', since: at(63) });
  });

  describe('isLost', () => {
    const silent = report({ state: 'UNREACHABLE', at: at(9) });

    it('should be an IP trunk that answered and stopped, until it answers again', () => {
      gateway.reachability(report());
      expect(reachabilities.isLost(bell)).toBe(false);
      gateway.reachability(silent);
      expect(reachabilities.isLost(bell)).toBe(true);
      gateway.reachability(report({ at: at(20) }));
      expect(reachabilities.isLost(bell)).toBe(false);
    });

    it('should not be one that never answered', () => {
      gateway.reachability(silent);
      expect(reachabilities.isLost(bell)).toBe(false);
    });

    it.each([
      ['registers', { authMode: TrunkAuthMode.REGISTRATION }],
      ['is not asked', { qualify: false }],
      ['is switched off', { enabled: false }],
    ])('should not be one that %s', (_what, fields) => {
      gateway.reachability(report());
      gateway.reachability(silent);
      expect(reachabilities.isLost({ ...bell, ...fields })).toBe(false);
    });

    it('should not be one whose settings are others now', () => {
      gateway.reachability(report());
      reachabilities.forget('BellUZ');
      gateway.reachability(silent);
      expect(reachabilities.isLost(bell)).toBe(false);
    });

    it('should not be told while Asterisk is away', () => {
      gateway.reachability(report());
      gateway.reachability(silent);
      gateway.disconnect();
      expect(reachabilities.isLost(bell)).toBe(false);
    });
  });
});
