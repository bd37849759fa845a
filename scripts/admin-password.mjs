#!/usr/bin/env node
// @ts-check
/** Says the password that was generated for the first admin: for containers, whose logs are no place for it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withEnvFile } from './env-file.mjs';
import { root } from './instance.mjs';

const environment = withEnvFile(join(root, '.env'), process.env);
const path = join(resolve(root, environment['DATA_DIR'] || '.data'), 'secrets.json');
if (environment['ADMIN_PASSWORD']) console.log('It is the one that ADMIN_PASSWORD is set to.');
else console.log(JSON.parse(readFileSync(path, 'utf8')).ADMIN_PASSWORD);
