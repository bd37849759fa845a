import { Logger } from '@nestjs/common';
import { KeyedQueue } from '@app/common';
import type { AmiClient } from './ami/ami-client.js';
import { giveUpRegistration } from './ami/give-up-registration.js';
import { readReachabilities } from './ami/reachability.js';
import { type Explain, readRegistrations } from './ami/registrations.js';
import type { AriApi } from './ari/ari-api.js';
import { readEndpoints, readOnlinePhones } from './ari/phone-watch.js';
import { applyDialplan, comparableDialplan, runningDialplan } from './dialplan/asterisk-dialplan.js';
import { inParallel } from './in-parallel.js';
import { AccessLists } from './pjsip/access-lists.js';
import { isPhoneId } from './pjsip/object-ids.js';
import { ObjectStore } from './pjsip/object-store.js';
import { accessList, phoneToObjects } from './pjsip/phone-to-objects.js';
import type { PjsipObject } from './pjsip/pjsip-object.js';
import { serverAddresses } from './pjsip/trunk-addresses.js';
import { trunkToObjects } from './pjsip/trunk-to-objects.js';
import { TelephonyError, type ReachabilityReport, type RegistrationReport } from './telephony.gateway.js';
import {
  TelephonyProvisioning,
  TRIAL_PREFIX,
  type DesiredState,
  type Drift,
  type PhoneSpec,
  type TrunkSpec,
} from './telephony.provisioning.js';

/** So many trunks and phones are compared at a time. */
const AT_ONCE = 8;

interface Wanted {
  id: string;
  subject: string;
  /** @throws {TelephonyError} where the name of a server can't be resolved now */
  objects: () => Promise<readonly PjsipObject[]>;
}

/** The port over ARI's push configuration and AMI. */
export class AsteriskProvisioning extends TelephonyProvisioning {
  readonly #log = new Logger('Asterisk');
  readonly #store: ObjectStore;
  readonly #accessLists: AccessLists;
  readonly #queue = new KeyedQueue();
  /** Ids that changed while a comparison was under way: it knows less than they do. */
  readonly #comparisons = new Set<Set<string>>();
  /** What has been repaired and not been told yet: where a comparison breaks off, the next one tells it. */
  readonly #repaired: Drift[] = [];
  /** Trials that are going on. Those of a process that died are left over. */
  readonly #trials = new Set<string>();

  /**
   * @param isConnected whether this process holds the engine
   * @param phoneChanged Asterisk says nothing when a phone's objects are removed: whoever watches phones looks again
   */
  constructor(
    private readonly api: AriApi,
    private readonly ami: AmiClient,
    private readonly isConnected: () => boolean,
    private readonly phoneChanged: (phoneId: string) => void,
    private readonly explain?: Explain,
  ) {
    super();
    this.#store = new ObjectStore(api);
    this.#accessLists = new AccessLists(ami);
  }

  get isReady(): boolean {
    return this.ami.isReady && this.isConnected();
  }

  async reconcile(desired: DesiredState): Promise<Drift[]> {
    const touched = new Set<string>();
    this.#comparisons.add(touched);
    try {
      const wanted = [
        ...desired.trunks.filter((trunk) => trunk.isEnabled).flatMap((trunk) => this.#wantedTrunk(trunk)),
        ...desired.phones.flatMap((phone) => this.#wantedPhone(phone)),
      ];
      const lists = desired.phones.filter((phone) => phone.kind === 'desk').map((phone) => accessList(phone.networks));
      await this.#accessLists.reconcile(lists);
      const keep = new Set(wanted.map(({ id }) => id));
      const leftOver = (await readEndpoints(this.api)).map(({ id }) => id).filter((id) => !keep.has(id) && !this.#trials.has(id));
      await inParallel([...wanted, ...leftOver], AT_ONCE, async (each) => {
        const id = typeof each === 'string' ? each : each.id;
        await this.#queue.run(id, async () => {
          if (touched.has(id)) return;
          this.#repaired.push(...(await (typeof each === 'string' ? this.#removeLeftOver(each) : this.#bringInLine(each))));
        });
      });
      return this.#repaired.splice(0);
    } finally {
      this.#comparisons.delete(touched);
    }
  }

  async applyTrunk(spec: TrunkSpec, previousName?: string): Promise<Drift[]> {
    const objects = trunkToObjects(spec, spec.isEnabled ? await serverAddresses(spec) : []);
    if (previousName !== undefined && previousName !== spec.name) await this.removeTrunk(previousName);
    if (spec.name.startsWith(TRIAL_PREFIX)) this.#trials.add(spec.name);
    return this.#change(spec.name, () => this.#apply(spec.name, `trunk ${spec.name}`, objects));
  }

  async removeTrunk(name: string): Promise<void> {
    this.#trials.delete(name);
    await this.#change(name, () => this.#removeTrunk(name));
  }

  async reregisterTrunk(name: string): Promise<void> {
    if (!(await this.#store.read('registration', name)))
      throw new TelephonyError(`${name} has no registration`, 404, 'reregisterTrunk');
    await this.ami.action('PJSIPRegister', { Registration: name });
  }

  async applyPhone(spec: PhoneSpec): Promise<void> {
    const objects = phoneToObjects(spec);
    if (spec.kind === 'desk') await this.#accessLists.ensure(accessList(spec.networks));
    await this.#change(spec.phoneId, () => this.#apply(spec.phoneId, `phone ${spec.phoneId}`, objects));
  }

  async removePhone(phoneId: string): Promise<void> {
    await this.#change(phoneId, () => this.#store.removeAll(phoneId));
    this.phoneChanged(phoneId);
  }

  registrations(): Promise<RegistrationReport[]> {
    return readRegistrations(this.ami, this.explain);
  }

  reachabilities(): Promise<ReachabilityReport[]> {
    return readReachabilities(this.api, this.ami);
  }

  onlinePhones(): Promise<ReadonlySet<string>> {
    return readOnlinePhones(this.api);
  }

  async applyDialplan(context: string, lines: readonly string[]): Promise<void> {
    await this.#queue.run(`[${context}]`, () => applyDialplan(this.ami, context, lines));
  }

  runningDialplan(context: string): Promise<readonly string[]> {
    return runningDialplan(this.ami, context);
  }

  comparableDialplan(lines: readonly string[]): readonly string[] {
    return comparableDialplan(lines);
  }

  // ------------------------------------------------------------ within

  #wantedTrunk(trunk: TrunkSpec): Wanted[] {
    return this.#checked(trunk.name, 'trunk', () => {
      trunkToObjects(trunk);
      return async () => trunkToObjects(trunk, await serverAddresses(trunk));
    });
  }

  #wantedPhone(phone: PhoneSpec): Wanted[] {
    return this.#checked(phone.phoneId, 'phone', () => {
      const objects = phoneToObjects(phone);
      return async () => objects;
    });
  }

  /** A trunk or phone whose values may not go out stops nobody else's. */
  #checked(id: string, kind: string, check: () => Wanted['objects']): Wanted[] {
    try {
      return [{ id, subject: `${kind} ${id}`, objects: check() }];
    } catch (error) {
      this.#log.warn(`${kind} ${id} can not be given to Asterisk: ${String(error)}`);
      return [];
    }
  }

  #bringInLine({ id, subject, objects }: Wanted): Promise<Drift[]> {
    return this.#tolerate(subject, async () => this.#apply(id, subject, await objects(), () => this.#requireConnection()));
  }

  /** What was read before a connection was lost says nothing of the Asterisk that comes next. */
  #requireConnection(): void {
    if (!this.isConnected()) throw new TelephonyError('Asterisk is not connected', 503, 'reconcile');
  }

  async #apply(id: string, subject: string, objects: readonly PjsipObject[], beforeWriting?: () => void): Promise<Drift[]> {
    if (objects.length === 0) {
      const wasThere = (await this.#store.read('endpoint', id)) !== undefined;
      await this.#removeTrunk(id);
      return wasThere ? [{ at: new Date(), subject, kind: 'LEFT_OVER' }] : [];
    }
    const beforeRegistrationGoes = () => giveUpRegistration(this.ami, id);
    const { kind, isRegistrationStale } = await this.#store.apply(id, objects, { beforeWriting, beforeRegistrationGoes });
    if (isRegistrationStale) await this.ami.action('PJSIPRegister', { Registration: id });
    return kind ? [{ at: new Date(), subject, kind }] : [];
  }

  /** The provider asks for the password before it lets go: the account stays until the registration is gone. */
  async #removeTrunk(name: string): Promise<void> {
    await this.#store.removeAll(name, () => giveUpRegistration(this.ami, name));
  }

  async #removeLeftOver(id: string): Promise<Drift[]> {
    return this.#tolerate(id, async () => {
      if (!(await this.#store.isOurs(id))) return [];
      await this.#removeTrunk(id);
      if (isPhoneId(id)) this.phoneChanged(id);
      return [{ at: new Date(), subject: `${isPhoneId(id) ? 'phone' : 'trunk'} ${id}`, kind: 'LEFT_OVER' }];
    });
  }

  /** What Asterisk refuses of one object is said and passed over; what says that Asterisk is away ends the comparison. */
  async #tolerate(subject: string, task: () => Promise<Drift[]>): Promise<Drift[]> {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof TelephonyError) || error.status === 503 || error.status === 504) throw error;
      this.#log.warn(`${subject} could not be brought in line: ${error.message}`);
      return [];
    }
  }

  #change<T>(id: string, task: () => Promise<T>): Promise<T> {
    for (const touched of this.#comparisons) touched.add(id);
    return this.#queue.run(id, task);
  }
}
