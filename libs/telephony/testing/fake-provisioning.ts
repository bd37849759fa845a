import { guardedDialplan } from '../src/dialplan/dialplan-guard.js';
import { comparable } from '../src/dialplan/dialplan-text.js';
import { TelephonyError, type ReachabilityReport, type RegistrationReport } from '../src/telephony.gateway.js';
import {
  TelephonyProvisioning,
  type DesiredState,
  type Drift,
  type PhoneSpec,
  type TrunkSpec,
} from '../src/telephony.provisioning.js';
import { FakeFailures } from './fake-failures.js';
import type { FakeGateway } from './fake-gateway.js';

export type FakeProvisioningMethod =
  | 'reconcile'
  | 'applyTrunk'
  | 'removeTrunk'
  | 'reregisterTrunk'
  | 'applyPhone'
  | 'removePhone'
  | 'applyDialplan'
  | 'runningDialplan'
  | 'registrations'
  | 'reachabilities'
  | 'onlinePhones';

/**
 * The engine's configuration in memory. `trunks`, `phones` and `dialplans` are what the engine has: a test may change them to play a
 * restarted, emptied or hand-edited engine. Registrations and online phones are those of the FakeGateway.
 */
export class FakeProvisioning extends TelephonyProvisioning {
  readonly trunks = new Map<string, TrunkSpec>();
  readonly phones = new Map<string, PhoneSpec>();
  readonly dialplans = new Map<string, readonly string[]>();
  /** Names of trunks that were registered again, in order. */
  readonly reregistered: string[] = [];
  isReady = true;
  readonly #failures = new FakeFailures<FakeProvisioningMethod>();

  constructor(private readonly gateway?: FakeGateway) {
    super();
  }

  /** The next call of this method throws a TelephonyError with this status and changes nothing. */
  failNext(method: FakeProvisioningMethod, status: number): void {
    this.#failures.add(method, status);
  }

  async reconcile(desired: DesiredState): Promise<Drift[]> {
    await this.#ready('reconcile');
    const trunks = desired.trunks.filter((trunk) => trunk.isEnabled);
    const drift = [
      ...difference(this.trunks, new Map(trunks.map((trunk) => [trunk.name, trunk])), 'trunk'),
      ...difference(this.phones, new Map(desired.phones.map((phone) => [phone.phoneId, phone])), 'phone'),
    ];
    return drift;
  }

  async applyTrunk(spec: TrunkSpec, previousName?: string): Promise<Drift[]> {
    await this.#ready('applyTrunk');
    const before = new Map([...this.trunks].filter(([name]) => name === spec.name || name === previousName));
    const drift = difference(before, new Map(spec.isEnabled ? [[spec.name, spec]] : []), 'trunk');
    if (previousName !== undefined && previousName !== spec.name) this.trunks.delete(previousName);
    if (spec.isEnabled) this.trunks.set(spec.name, { ...spec });
    else this.trunks.delete(spec.name);
    return drift;
  }

  async removeTrunk(name: string): Promise<void> {
    await this.#ready('removeTrunk');
    this.trunks.delete(name);
  }

  async reregisterTrunk(name: string): Promise<void> {
    await this.#ready('reregisterTrunk');
    if (!this.trunks.has(name)) throw new TelephonyError(`There is no registration of ${name}`, 404, 'reregisterTrunk');
    this.reregistered.push(name);
  }

  async applyPhone(spec: PhoneSpec): Promise<void> {
    await this.#ready('applyPhone');
    this.phones.set(spec.phoneId, { ...spec });
  }

  async removePhone(phoneId: string): Promise<void> {
    await this.#ready('removePhone');
    this.phones.delete(phoneId);
    if (this.gateway?.phonesOnline.has(phoneId)) this.gateway.phone(phoneId, false);
  }

  async registrations(): Promise<RegistrationReport[]> {
    await this.#ready('registrations');
    return [...(this.gateway?.registrations.values() ?? [])].filter((report) => this.trunks.has(report.trunkName));
  }

  async reachabilities(): Promise<ReachabilityReport[]> {
    await this.#ready('reachabilities');
    return [...(this.gateway?.reachabilities.values() ?? [])].filter((report) => this.trunks.has(report.trunkName));
  }

  async onlinePhones(): Promise<ReadonlySet<string>> {
    await this.#ready('onlinePhones');
    return new Set(this.gateway?.phonesOnline);
  }

  async applyDialplan(context: string, lines: readonly string[]): Promise<void> {
    await this.#ready('applyDialplan');
    this.comparableDialplan(lines);
    this.dialplans.set(context, [...lines]);
  }

  async runningDialplan(context: string): Promise<readonly string[]> {
    await this.#ready('runningDialplan');
    return this.comparableDialplan(this.dialplans.get(context) ?? []);
  }

  comparableDialplan(lines: readonly string[]): readonly string[] {
    return comparable(guardedDialplan(lines));
  }

  async #ready(method: FakeProvisioningMethod): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const failure = this.#failures.take(method);
    if (failure) throw failure;
    if (!this.isReady) throw new TelephonyError('The telephone engine is not connected', 503, method);
  }
}

/** Makes `actual` what is desired and says what was different. */
function difference<Spec extends object>(actual: Map<string, Spec>, desired: ReadonlyMap<string, Spec>, kind: string): Drift[] {
  const at = new Date();
  const drift: Drift[] = [];
  for (const id of [...actual.keys()].filter((id) => !desired.has(id))) {
    actual.delete(id);
    drift.push({ at, subject: `${kind} ${id}`, kind: 'LEFT_OVER' });
  }
  for (const [id, spec] of desired) {
    const before = actual.get(id);
    if (before && JSON.stringify(before) === JSON.stringify(spec)) continue;
    drift.push({ at, subject: `${kind} ${id}`, kind: before ? 'CHANGED' : 'MISSING' });
    actual.set(id, { ...spec });
  }
  return drift;
}
