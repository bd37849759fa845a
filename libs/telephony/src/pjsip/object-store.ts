import type { AriApi } from '../ari/ari-api.js';
import { readObject } from '../ari/read-object.js';
import { forgetLogin } from '../ari/trunk-login.js';
import { unlessGone } from '../unless.js';
import { identifyOf, isPhoneId, type ObjectKey, objectsOf } from './object-ids.js';
import { changedFields, FIXED_FIELDS, type ObjectType, type PjsipObject, TENANT } from './pjsip-object.js';

/** For removing: nothing ever names an object that is not there, but the endpoint is last, for it carries the mark by which a half-done removal is found again. */
const REMOVAL_ORDER: readonly ObjectType[] = ['registration', 'identify', 'aor', 'auth', 'endpoint'];

type Fields = ReadonlyMap<string, string>;

interface Present extends ObjectKey {
  fields: Fields;
}

export interface Applied {
  kind: 'MISSING' | 'CHANGED' | undefined;
  /** The login or password changed, and the registration goes on with the old ones until it is told. */
  isRegistrationStale: boolean;
}

export interface ApplyHooks {
  /** By what it throws nothing is written. */
  beforeWriting?: (() => void) | undefined;
  /** Gives a registration up that is to be removed: the provider asks for the old login and password once more. */
  beforeRegistrationGoes?: () => Promise<void>;
}

/** The objects that are pushed to Asterisk over ARI (asterisk/config/dynamic). */
export class ObjectStore {
  constructor(private readonly api: AriApi) {}

  /** @returns the fields, or undefined where there is no such object. @throws {TelephonyError} */
  read(type: ObjectType, id: string): Promise<Fields | undefined> {
    return readObject(this.api, type, id);
  }

  /** Whether the endpoint was made by us. @throws {TelephonyError} */
  async isOurs(id: string): Promise<boolean> {
    return (await this.read('endpoint', id))?.get('tenantid') === TENANT;
  }

  /**
   * Makes the objects of one trunk or phone exactly these.
   * @throws {TelephonyError}
   */
  async apply(
    owner: string,
    wanted: readonly PjsipObject[],
    { beforeWriting, beforeRegistrationGoes }: ApplyHooks = {},
  ): Promise<Applied> {
    const before = await this.#present(owner, wanted.filter(({ type }) => type === 'identify').length);
    const had = (key: ObjectKey): Fields | undefined => before.find((each) => isSame(each, key))?.fields;
    const outdated = before.filter((each) => {
      const object = wanted.find((other) => isSame(other, each));
      return object === undefined || (each.type === 'registration' && hasFixedChange(object, each.fields));
    });
    beforeWriting?.();
    await this.#removeInOrder(outdated, beforeRegistrationGoes);
    let isChanged = outdated.length > 0;
    const done = new Map<ObjectType, 'PUT' | 'REPLACED'>();
    for (const object of wanted) {
      const actual = had(object);
      if (actual && changedFields(object, actual).length === 0) continue;
      const isReplaced = actual !== undefined && hasFixedChange(object, actual);
      if (isReplaced) await this.remove(object);
      await this.put(object);
      done.set(object.type, isReplaced || !actual ? 'REPLACED' : 'PUT');
      isChanged = true;
    }
    const isRegistrationStale =
      done.get('auth') !== undefined &&
      had({ type: 'registration', id: owner }) !== undefined &&
      done.get('registration') !== 'REPLACED';
    const hadEndpoint = had({ type: 'endpoint', id: owner }) !== undefined;
    return { kind: !isChanged ? undefined : hadEndpoint ? 'CHANGED' : 'MISSING', isRegistrationStale };
  }

  /** Removes every object of one trunk or phone; those that are not there are no error. @throws {TelephonyError} */
  async removeAll(owner: string, beforeRegistrationGoes?: () => Promise<void>): Promise<void> {
    await this.#removeInOrder(await this.#present(owner, 0), beforeRegistrationGoes);
  }

  async put({ type, id, fields }: PjsipObject): Promise<void> {
    await this.#changing({ type, id }, 'updateObject', {
      fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })),
    });
  }

  async remove(key: ObjectKey): Promise<void> {
    await unlessGone(this.#changing(key, 'deleteObject'));
  }

  async #changing({ type, id }: ObjectKey, operation: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<void> {
    try {
      await this.api.call('asterisk', operation, { configClass: 'res_pjsip', objectType: type, id, ...parameters });
    } finally {
      if (type === 'registration') forgetLogin(this.api, id);
    }
  }

  /**
   * What there is of a trunk or a phone. Nobody lists the objects of a kind, so they are asked for by their ids; identifies are counted on until one is
   * missing.
   */
  async #present(owner: string, identifies: number): Promise<Present[]> {
    const look = async ({ type, id }: ObjectKey): Promise<Present[]> => {
      const fields = await this.read(type, id);
      return fields ? [{ type, id, fields }] : [];
    };
    const present = (await Promise.all(objectsOf(owner).map(look))).flat();
    if (isPhoneId(owner)) return present;
    for (let index = 0; ; index += 1) {
      const found = await look({ type: 'identify', id: identifyOf(owner, index) });
      present.push(...found);
      if (found.length === 0 && index >= identifies) return present;
    }
  }

  /** Identifies from the last to the first, so that one that broke off is counted to its end the next time. */
  async #removeInOrder(keys: readonly ObjectKey[], beforeRegistrationGoes?: () => Promise<void>): Promise<void> {
    for (const type of REMOVAL_ORDER) {
      for (const key of keys.filter((each) => each.type === type).reverse()) {
        if (type === 'registration') await beforeRegistrationGoes?.();
        await this.remove(key);
      }
    }
  }
}

const isSame = (left: ObjectKey, right: ObjectKey): boolean => left.type === right.type && left.id === right.id;

/** Whether a field changes that Asterisk takes over only when the object is made anew. */
function hasFixedChange(wanted: PjsipObject, actual: Fields): boolean {
  return changedFields(wanted, actual).some((field) => FIXED_FIELDS[wanted.type].includes(field));
}
