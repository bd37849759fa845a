import { setTimeout as pause } from 'node:timers/promises';
import type { AmiClient } from './ami-client.js';
import { readRegistrations } from './registrations.js';

/** A provider that does not answer keeps nobody waiting. */
const LIMIT_MS = 1_500;
const EVERY_MS = 50;

/** Waits, for a short while at most, until Asterisk has let go of a registration. */
export async function untilUnregistered(ami: AmiClient, name: string): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (performance.now() < end && (await readRegistrations(ami)).some((report) => report.trunkName === name))
    await pause(EVERY_MS);
}
