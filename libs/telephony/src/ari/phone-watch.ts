import { KeyedQueue } from '@app/common';
import { TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { asList, asObject, asText } from './ari-payloads.js';

/** Phones have an id that begins with a digit, trunks never do. */
const isPhone = (endpointId: string): boolean => /^\d/.test(endpointId);

/**
 * Which phones are registered. An event only says that something changed (a page that reloads gives "created" for the new registration and then
 * "removed" for the old one), so the endpoint is asked how it is now.
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
    const online = await readOnlinePhones(this.api);
    this.#online.clear();
    for (const phoneId of online) this.#online.add(phoneId);
  }

  /** Looks again if the event is about a phone. */
  look(event: unknown): void {
    const { type, endpoint } = asObject(event);
    if (type !== 'ContactStatusChange' && type !== 'PeerStatusChange' && type !== 'EndpointStateChange') return;
    this.lookAt(asText(asObject(endpoint)['resource']));
  }

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
  const endpoints = asList(await api.call('endpoints', 'listByTech', { tech: 'PJSIP' })).map(asObject);
  return new Set(
    endpoints
      .filter((endpoint) => endpoint['state'] === 'online')
      .map((endpoint) => asText(endpoint['resource']))
      .filter(isPhone),
  );
}

async function readIsOnline(api: AriApi, phoneId: string): Promise<boolean> {
  try {
    return asObject(await api.call('endpoints', 'get', { tech: 'PJSIP', resource: phoneId }))['state'] === 'online';
  } catch (error) {
    if (error instanceof TelephonyError && error.status === 404) return false;
    throw error;
  }
}
