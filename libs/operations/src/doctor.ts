import type { Env, Finding } from '@app/common';
import { examineEngine } from '@app/telephony';
import { checkDatabase } from './check-database.js';
import { checkMachine } from './check-machine.js';
import { checkOrigin } from './check-origin.js';
import type { SystemCheckReason } from './system-check-reasons.js';

/**
 * Everything that Trunkline stands on, looked at now: Asterisk, the database, this machine, and what browsers see. One finding for each check, also for what is
 * well. `npm run doctor` prints it, *Tizim* shows it. Never throws.
 * @param migrations the names of all that this version has
 */
export async function examine(env: Env, migrations: readonly string[]): Promise<Finding<SystemCheckReason>[]> {
  const groups = await Promise.all([
    examineEngine(env),
    checkDatabase(env.databaseUrl, migrations),
    checkMachine(env),
    checkOrigin(env),
  ]);
  return groups.flat();
}
