#!/usr/bin/env node
// @ts-check
/**
 * The api alone, as containers, pm2 and systemd run it: reads .env, brings the secrets, and is the api. Whoever started it starts it again when it ends.
 * (`npm start` runs everything and does all of this itself.)
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { apiAlone } from './api-alone.mjs';
import { withEnvFile } from './env-file.mjs';
import { endWhenSilent } from './heartbeat.mjs';
import { root } from './instance.mjs';
import { apiSecrets, awaitSecrets, readSecrets, telephoneSecrets } from './secrets.mjs';

const program = join(root, 'dist/apps/api/src/main.js');

try {
  if (!existsSync(program)) throw new Error('The api is not built yet: run "npm ci" and "npm run build".');
  const environment = withEnvFile(join(root, '.env'), process.env);
  const own = readSecrets(resolve(root, environment['DATA_DIR'] || '.data'), apiSecrets);
  const shared = environment['TELEPHONE_SECRETS_DIR']
    ? await awaitSecrets(environment['TELEPHONE_SECRETS_DIR'], telephoneSecrets)
    : undefined;
  Object.assign(process.env, apiAlone(environment, own, shared));
  endWhenSilent();
  await import(program);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
