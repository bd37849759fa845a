#!/usr/bin/env node
// @ts-check
/** For HEALTHCHECK: 0 when the api can make calls, or the dashboard serves pages. */
import { ask } from './http-status.mjs';

const ports = { api: process.env['API_PORT'] || '4000', dashboard: process.env['DASHBOARD_PORT'] || '3000' };
const addresses = { api: `http://127.0.0.1:${ports.api}/health/ready`, dashboard: `http://127.0.0.1:${ports.dashboard}/login` };
const what = process.argv[2] === 'dashboard' ? 'dashboard' : 'api';
const { status, body } = await ask(addresses[what]).catch((error) => ({ status: 0, body: String(error.message) }));
if (status !== 200) console.log(`${String(status)} ${body.slice(0, 200)}`);
process.exit(status === 200 ? 0 : 1);
