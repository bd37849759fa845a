// @ts-check
/** The api's own code, for commands: built first where its sources are here and newer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apiBuild, buildOnce } from './build.mjs';
import { root } from './instance.mjs';

/**
 * @param {string} logDir what the compiler says goes there
 * @returns {Promise<(path: string) => Promise<any>>} imports a compiled file: `libs/common/src/env.js`
 */
export async function builtApi(logDir) {
  // An image holds what was built and no compiler.
  if (existsSync(join(root, 'node_modules/@nestjs/cli')))
    await buildOnce(apiBuild, { root, logDir, say: (line) => console.error(line), env: process.env });
  return (path) => import(pathToFileURL(join(root, 'dist', path)).href);
}
