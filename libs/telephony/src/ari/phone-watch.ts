import { KeyedQueue } from '@app/common';
import type { TelephonyEvent } from '../telephony.gateway.js';
import { unlessGone } from '../unless.js';
import type { AriApi } from './ari-api.js';
import { asList, asObject, asText } from './ari-payloads.js';

/** Phones have an id that begins with a digit, trunks never do. */
const isPhone = (endpointId: string): boolean => /^\d/.test(endpointId);

/**
 * Which phones are registered. AMI's ContactStatus says that something changed (a page that reloads gives "created" for the new registration and then
 * "removed" for the old one), and the endpoint is asked how it is now. ARI could say it too, but only with a subscription to endpoint:PJSIP, which
 * sends every event of every call twice (measured).
 */
export class PhoneWatch {
  readonly #online = new Set<string>();
  readonly #queue = new KeyedQueue();

  constructor(
    private readonly api: AriApi,
    private readonly tell: (event: TelephonyEvent) => void,
  ) {}

  /** Reads how every phone is, and tells nothing. @throws {TelephonyError} */
  async learn(): Promise<void> {
    this.#online.clear();
    for (const phoneId of await readOnlinePhones(this.api)) this.#online.add(phoneId);
  }

  /** Looks at every phone that is registered, or was. */
  async lookAtAll(): Promise<void> {
    const online = await readOnlinePhones(this.api);
    for (const phoneId of new Set([...online, ...this.#online])) this.lookAt(phoneId);
  }

  /** Looks how the phone is now, and tells it if that changed. */
  lookAt(phoneId: string): void {
    if (isPhone(phoneId)) void this.#queue.run(phoneId, () => this.#ask(phoneId));
  }

  async #ask(phoneId: string): Promise<void> {
    try {
      const isOnline = await readIsOnline(this.api, phoneId);
      if (isOnline === this.#online.has(phoneId)) return;
      if (isOnline) this.#online.add(phoneId);
      else this.#online.delete(phoneId);
      this.tell({ type: 'phoneReachability', at: new Date(), phoneId, isOnline });
    } catch {
      // The connection is going, and with the next one every phone is read again.
    }
  }
}

/** The ids of phones that are registered now. @throws {TelephonyError} */
export async function readOnlinePhones(api: AriApi): Promise<Set<string>> {
  const endpoints = await readEndpoints(api);
  return new Set(endpoints.filter(({ id, state }) => state === 'online' && isPhone(id)).map(({ id }) => id));
}

/**
 * Every PJSIP endpoint, also such as were removed since Asterisk's start (offline). AMI's PJSIPShowEndpoints would name only those that are there, but
 * leaves out one that names an object that is not (measured). While it knows none, Asterisk says 404 to the list.
 * @throws {TelephonyError}
 */
export async function readEndpoints(api: AriApi): Promise<{ id: string; state: string }[]> {
  return asList(await unlessGone(api.call('endpoints', 'listByTech', { tech: 'PJSIP' })))
    .map(asObject)
    .map((endpoint) => ({ id: asText(endpoint['resource']), state: asText(endpoint['state']) }));
}

async function readIsOnline(api: AriApi, phoneId: string): Promise<boolean> {
  return asObject(await unlessGone(api.call('endpoints', 'get', { tech: 'PJSIP', resource: phoneId })))['state'] === 'online';
}
