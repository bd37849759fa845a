// @ts-check
/**
 * Looks at everything that Trunkline stands on, and says what is wrong and what to write where:
 *
 *     npm run doctor                 what is wrong
 *     npm run doctor -- --all        what is well, too
 *     npm run doctor -- --strict     warnings count for the exit code, too
 *     npm run doctor -- --json       for programs
 *
 * Exit code: 0 nothing is wrong, 1 something is, 2 the settings are wrong, so that nothing could be looked at.
 */
import { parseArgs } from 'node:util';
import { builtApi } from './built-api.mjs';
import { exitCode, report } from './doctor-report.mjs';
import { knownInstance } from './known-instance.mjs';

const boolean = /** @type {const} */ ({ type: 'boolean', default: false });

try {
  const { values } = parseArgs({ options: { all: boolean, strict: boolean, json: boolean } });
  const instance = knownInstance(process.env);
  if (instance.databaseUrl === undefined)
    throw new Error('Nothing was started here yet: npm start first, or set DATABASE_URL in .env.');
  const load = await builtApi(instance.apiEnvironment['DATA_DIR'] + '/logs');
  const [{ Env }, { examine }, { migrations }] = await Promise.all([
    load('libs/common/src/env.js'),
    load('libs/operations/src/doctor.js'),
    load('apps/api/src/migrations/index.js'),
  ]);
  const names = migrations.map((/** @type {Function} */ { name }) => name);
  const findings = await examine(Env.read(instance.apiEnvironment), names);
  console.log(values.json ? JSON.stringify(findings, null, 2) : report(findings, values).join('\n'));
  process.exitCode = exitCode(findings, values);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
