#!/usr/bin/env node
// @ts-check
/** The dashboard alone, as pm2 and systemd run it: reads .env and is the dashboard's server. (`npm start` runs everything and does all of this itself.) */
import { join, resolve } from 'node:path';
import { settings } from '../libs/common/src/settings.js';
import { withEnvFile } from './env-file.mjs';
import { root } from './instance.mjs';

try {
  for (const [name, value] of Object.entries(withEnvFile(join(root, '.env'), process.env))) {
    // It serves pages and forwards: no secret is its business.
    const { secret, kind } = /** @type {Record<string, { secret?: boolean, kind?: string }>} */ (settings)[name] ?? {};
    if (secret) delete process.env[name];
    else if (value !== undefined) process.env[name] = kind === 'path' && value !== '' ? resolve(root, value) : value;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
await import('../apps/dashboard/server.mjs');
