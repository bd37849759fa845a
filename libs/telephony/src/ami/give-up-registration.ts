import { setTimeout as pause } from 'node:timers/promises';
import type { AmiClient } from './ami-client.js';

/** A provider that does not answer keeps nobody waiting. */
const LIMIT_MS = 1_500;
const EVERY_MS = 20;

/**
 * Unregisters at the provider, before the registration's objects go: the provider asks for the password before it lets go, and Asterisk looks it
 * up only then. Waits for the provider's word, for a short while at most. A registration that is not up has nothing to give up.
 * @throws {TelephonyError} 503, 504
 */
export async function giveUpRegistration(ami: AmiClient, name: string): Promise<void> {
  const isUp = async (): Promise<boolean> =>
    (await ami.list('PJSIPShowRegistrationsOutbound')).some(
      (event) => event.get('ObjectName') === name && ['Registered', 'Stopping'].includes(event.get('Status')),
    );
  if (!(await isUp())) return;
  await ami.action('PJSIPUnregister', { Registration: name });
  const end = performance.now() + LIMIT_MS;
  while (performance.now() < end && (await isUp())) await pause(EVERY_MS);
}
