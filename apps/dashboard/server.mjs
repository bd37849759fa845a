#!/usr/bin/env node
// The dashboard's own server: `node apps/dashboard/server.mjs` (--dev: from the sources). Settings: server/settings.mjs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, SettingsError } from './server/settings.mjs';

const dir = import.meta.dirname;

try {
  const settings = readSettings(process.env, process.argv.slice(2));
  if (!settings.dev) {
    if (!existsSync(join(dir, '.next/BUILD_ID'))) fail('The dashboard is not built yet: run "npm run build:dashboard".');
    process.env.NODE_ENV = 'production';
  }
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  // Next looks at NODE_ENV when it is imported.
  const { startDashboard } = await import('./server/dashboard-server.mjs');
  const dashboard = await startDashboard(settings, { dir });
  console.log(`Dashboard ready on port ${settings.port}: ${settings.publicUrl.href}`);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await dashboard.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (error instanceof SettingsError) fail(error.message);
  if (error.code === 'EADDRINUSE')
    fail(`Port ${error.port} is taken: stop what listens there, or set DASHBOARD_PORT to another.`);
  if (error.code === 'EACCES') fail(`Port ${error.port} may not be used by this user: set DASHBOARD_PORT to one above 1023.`);
  throw error;
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
