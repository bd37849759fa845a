import type { AriApi } from './ari-api.js';
import { readObject } from './read-object.js';

/** Other processes of the api write registrations too, and nobody tells this one: their change is shown no later than this. */
const KEPT_MS = 2_000;

const keyOf = (trunkName: string): string => `login of ${trunkName}`;

/** The login with which the trunk registers; undefined where it does not register. @throws {TelephonyError} */
export function loginOf(api: AriApi, trunkName: string): Promise<string | undefined> {
  return api.kept(keyOf(trunkName), KEPT_MS, () => readLogin(api, trunkName));
}

/** For who changes a trunk's registration in this process: the next call shows the new login. */
export function forgetLogin(api: AriApi, trunkName: string): void {
  api.forget(keyOf(trunkName));
}

async function readLogin(api: AriApi, trunkName: string): Promise<string | undefined> {
  return (await readObject(api, 'registration', trunkName))?.get('contact_user') || undefined;
}
