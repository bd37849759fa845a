import { randomUUID } from 'node:crypto';
import { plainTrunkOptions, registration, RegistrationState, Trunk, TrunkAuthMode, TrunkTransport } from '@app/trunks';
import { DialplanRule, DialplanRuleTrunk } from '../src/dialplan-rule.entity.js';
import type { PlanSnapshot, TrunkStanding } from '../src/plan-snapshot.js';

/** A trunk that registers and is fine, unless the test says otherwise. */
export function aTrunk(fields: Partial<Trunk> = {}): Trunk {
  const name = fields.name ?? 'BellUZ';
  return Object.assign(new Trunk(), {
    id: randomUUID(),
    name,
    nameKey: name.toLowerCase(),
    server: 'bell.uz',
    port: 5060,
    transport: TrunkTransport.UDP,
    authMode: TrunkAuthMode.REGISTRATION,
    username: 'login',
    callerId: null,
    allowedCallerIds: [],
    codecs: ['alaw', 'ulaw'],
    ...plainTrunkOptions,
    outboundProxy: null,
    authUsername: null,
    fromUser: null,
    fromDomain: null,
    enabled: true,
    priority: 100,
    maxChannels: null,
    isDemo: false,
    createdAt: new Date('2026-01-01T00:00:00.000Z'),
    updatedAt: new Date('2026-01-01T00:00:00.000Z'),
    ...fields,
  });
}

/** A rule for Uzbekistan without trunks of its own, unless the test says otherwise. */
export function aRule({
  trunks = [],
  ...fields
}: Partial<Omit<DialplanRule, 'trunks'>> & { trunks?: Trunk[] } = {}): DialplanRule {
  const pattern = fields.pattern ?? '_998X.';
  const id = randomUUID();
  return Object.assign(new DialplanRule(), {
    id,
    name: pattern,
    pattern,
    patternKey: pattern,
    trunkLinks: trunks.map((trunk, position) =>
      Object.assign(new DialplanRuleTrunk(), { ruleId: id, trunkId: trunk.id, position, trunk }),
    ),
    stripDigits: 0,
    prepend: '',
    callerId: null,
    ringTimeoutSeconds: 30,
    record: true,
    emergency: false,
    enabled: true,
    createdAt: new Date('2026-01-01T00:00:00.000Z'),
    ...fields,
  });
}

export function standing(
  trunk: Trunk,
  state = RegistrationState.REGISTERED,
  sipCode: number | null = null,
  reason: string | null = null,
): TrunkStanding {
  return { trunk, registration: registration(state, { sipCode, reason }), isLost: false, restsUntil: null };
}

/** Asterisk is there, 998 may be dialled, one rule takes it, and nothing is going on. */
export function aSnapshot(trunks: readonly (Trunk | TrunkStanding)[], fields: Partial<PlanSnapshot> = {}): PlanSnapshot {
  return {
    telephonyConnected: true,
    rules: [aRule()],
    trunks: trunks.map((entry) => (entry instanceof Trunk ? standing(entry) : entry)),
    destinations: ['998'],
    activeCallsByTrunk: new Map(),
    ...fields,
  };
}
