import type { AriApi } from '../ari/ari-api.js';
import { asList, asObject, asText } from '../ari/ari-payloads.js';
import { TelephonyError } from '../telephony.gateway.js';
import { changedFields, FIXED_FIELDS, OBJECT_TYPES, type ObjectType, type PjsipObject, TENANT } from './pjsip-object.js';

/** For removing: the endpoint is last, because it carries the mark by which a half-done removal is found again. */
const REMOVAL_ORDER: readonly ObjectType[] = ['registration', 'identify', 'aor', 'auth', 'endpoint'];

export interface Applied {
  kind: 'MISSING' | 'CHANGED' | undefined;
  /** The login or password changed, and the registration goes on with the old ones until it is told. */
  isRegistrationStale: boolean;
}

/** The objects that are pushed to Asterisk over ARI (asterisk/config/dynamic). */
export class ObjectStore {
  constructor(private readonly api: AriApi) {}

  /** @returns the fields, or undefined where there is no such object. @throws {TelephonyError} */
  async read(type: ObjectType, id: string): Promise<ReadonlyMap<string, string> | undefined> {
    try {
      const fields = asList(await this.api.call('asterisk', 'getObject', { configClass: 'res_pjsip', objectType: type, id })).map(
        asObject,
      );
      return new Map(fields.map((field) => [asText(field['attribute']), asText(field['value'])]));
    } catch (error) {
      if (error instanceof TelephonyError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Whether the endpoint was made by us. @throws {TelephonyError} */
  async isOurs(id: string): Promise<boolean> {
    return (await this.read('endpoint', id))?.get('tenantid') === TENANT;
  }

  /**
   * Makes the objects of one trunk or phone exactly these.
   * @param beforeRegistrationGoes gives a registration up that is to be removed: the provider asks for the old login and password once more
   * @throws {TelephonyError}
   */
  async apply(id: string, wanted: readonly PjsipObject[], beforeRegistrationGoes?: () => Promise<void>): Promise<Applied> {
    const before = new Map(await Promise.all(OBJECT_TYPES.map(async (type) => [type, await this.read(type, id)] as const)));
    let isChanged = false;
    for (const type of REMOVAL_ORDER) {
      const object = wanted.find((each) => each.type === type);
      const actual = before.get(type);
      const isOutdated =
        type === 'registration' && object !== undefined && actual !== undefined && hasFixedChange(object, actual);
      if (actual === undefined || (object !== undefined && !isOutdated)) continue;
      if (type === 'registration') await beforeRegistrationGoes?.();
      await this.remove(type, id);
      isChanged = true;
    }
    const done = new Map<ObjectType, 'PUT' | 'REPLACED'>();
    for (const object of wanted) {
      const actual = before.get(object.type);
      const changed = actual && changedFields(object, actual);
      if (changed?.length === 0) continue;
      const isReplaced = actual !== undefined && hasFixedChange(object, actual);
      if (isReplaced) await this.remove(object.type, id);
      await this.put(object);
      done.set(object.type, isReplaced || !actual ? 'REPLACED' : 'PUT');
      isChanged = true;
    }
    const isRegistrationStale =
      done.get('auth') !== undefined && before.get('registration') !== undefined && done.get('registration') !== 'REPLACED';
    return { kind: !isChanged ? undefined : before.get('endpoint') ? 'CHANGED' : 'MISSING', isRegistrationStale };
  }

  /** Removes every object of one trunk or phone; those that are not there are no error. @throws {TelephonyError} */
  async removeAll(id: string, beforeRegistrationGoes?: () => Promise<void>): Promise<void> {
    for (const type of REMOVAL_ORDER) {
      if (type === 'registration') await beforeRegistrationGoes?.();
      await this.remove(type, id);
    }
  }

  async put({ type, id, fields }: PjsipObject): Promise<void> {
    await this.api.call('asterisk', 'updateObject', {
      configClass: 'res_pjsip',
      objectType: type,
      id,
      fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })),
    });
  }

  async remove(type: ObjectType, id: string): Promise<boolean> {
    try {
      await this.api.call('asterisk', 'deleteObject', { configClass: 'res_pjsip', objectType: type, id });
      return true;
    } catch (error) {
      if (error instanceof TelephonyError && error.status === 404) return false;
      throw error;
    }
  }
}

/** Whether a field changes that Asterisk takes over only when the object is made anew. */
function hasFixedChange(wanted: PjsipObject, actual: ReadonlyMap<string, string>): boolean {
  return changedFields(wanted, actual).some((field) => FIXED_FIELDS[wanted.type].includes(field));
}
