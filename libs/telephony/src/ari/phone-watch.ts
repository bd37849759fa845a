import { KeyedQueue } from '@app/common';
import { TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { asList, asObject, asText } from './ari-payloads.js';
import { APP } from './stasis-app.js';

const SUBSCRIBE_AGAIN_MS = 1_000;

/** Phones have an id that begins with a digit, trunks never do. */
const isPhone = (endpointId: string): boolean => /^\d/.test(endpointId);

/**
 * Which phones are registered. An event only says that something changed (a page that reloads gives "created" for the new registration and then
 * "removed" for the old one), so the endpoint is asked how it is now.
 */
export class PhoneWatch {
  readonly #online = new Set<string>();
  readonly #queue = new KeyedQueue();
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly api: AriApi,
    private readonly tell: (event: TelephonyEvent) => void,
  ) {}

  /** Subscribes, and reads how every phone is without telling it. @throws {TelephonyError} */
  async start(): Promise<void> {
    const isSubscribed = await this.#subscribe();
    this.#online.clear();
    for (const phoneId of await readOnlinePhones(this.api)) this.#online.add(phoneId);
    if (!isSubscribed) this.#subscribeLater();
  }

  stop(): void {
    clearTimeout(this.#retry);
  }

  /** While Asterisk has no endpoint at all there is nothing to subscribe to (422). @throws {TelephonyError} */
  async #subscribe(): Promise<boolean> {
    try {
      await this.api.call('applications', 'subscribe', { applicationName: APP, eventSource: 'endpoint:PJSIP' });
      return true;
    } catch (error) {
      if (error instanceof TelephonyError && error.status === 422) return false;
      throw error;
    }
  }

  #subscribeLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#subscribe()
        .then(async (isSubscribed) => {
          if (!isSubscribed) return this.#subscribeLater();
          // One may have registered before somebody listened.
          for (const phoneId of await readOnlinePhones(this.api)) this.lookAt(phoneId);
        })
        .catch(() => undefined);
    }, SUBSCRIBE_AGAIN_MS);
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
  const endpoints = await readEndpoints(api);
  return new Set(endpoints.filter(({ id, state }) => state === 'online' && isPhone(id)).map(({ id }) => id));
}

/**
 * Every PJSIP endpoint, also such as were removed since Asterisk's start (offline). AMI's PJSIPShowEndpoints would name only those that are there, but
 * fails as a whole when one of them names an object that is not (measured).
 * @throws {TelephonyError}
 */
export async function readEndpoints(api: AriApi): Promise<{ id: string; state: string }[]> {
  return asList(await unlessMissing(api.call('endpoints', 'listByTech', { tech: 'PJSIP' })))
    .map(asObject)
    .map((endpoint) => ({ id: asText(endpoint['resource']), state: asText(endpoint['state']) }));
}

async function readIsOnline(api: AriApi, phoneId: string): Promise<boolean> {
  return asObject(await unlessMissing(api.call('endpoints', 'get', { tech: 'PJSIP', resource: phoneId })))['state'] === 'online';
}

/** Asterisk says 404 to an endpoint that it does not know, and to the list while it knows none. */
async function unlessMissing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TelephonyError && error.status === 404) return undefined;
    throw error;
  }
}
