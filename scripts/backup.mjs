// @ts-check
/**
 * Writes a backup while calls go on: the database as it is at one moment, the keys, and the recordings.
 *
 *     npm run backup                                 into DATA_DIR/backups
 *     npm run backup -- /mnt/backups --keep 14       somewhere else; older ones but the newest 14 are removed
 *     npm run backup -- --without-recordings         where they are copied in another way
 *
 * The folder holds the key that trunk passwords are encrypted with: keep it where only you can read it.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { collectKeys, copyRecordings, removeOldBackups, writeBackup, writeKeys } from './backup-folder.mjs';
import { builtApi } from './built-api.mjs';
import { root } from './instance.mjs';
import { knownInstance } from './known-instance.mjs';
import { writePrivate } from './secrets.mjs';
import { withDatabase } from './with-database.mjs';

/** @param {string | undefined} text */
function countOf(text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--keep must be a whole number from 1 to 9999, not ${JSON.stringify(text)}.`);
  return Number(text);
}

try {
  const { values, positionals } = parseArgs({
    options: { keep: { type: 'string' }, 'without-recordings': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const keep = countOf(values.keep);
  const instance = knownInstance(process.env);
  if (!instance.hasDatabase) throw new Error('Nothing was started here yet: there is nothing to keep.');
  const folder = resolve(positionals[0] ?? join(instance.dataDir, 'backups'));
  const load = await builtApi(join(instance.dataDir, 'logs'));
  const { dumpDatabase } = await load('libs/operations/src/dump-database.js');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const at = new Date();
  const target = await writeBackup(folder, at, async (draft) => {
    const database = await withDatabase(instance, (url) => dumpDatabase(url, join(draft, 'database')));
    const keysSha256 = writeKeys(draft, await collectKeys(instance.dataDir, instance.apiEnvironment));
    const recordings = values['without-recordings']
      ? null
      : await copyRecordings(join(instance.dataDir, 'recordings'), join(draft, 'recordings'));
    /** @type {import('./backup-folder.mjs').Manifest} */
    const manifest = { format: 1, version, createdAt: at.toISOString(), database, recordings, keysSha256 };
    writePrivate(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const rows = database.tables.reduce(
      (/** @type {number} */ sum, /** @type {{ rows: number }} */ table) => sum + table.rows,
      0,
    );
    console.log(
      `${String(rows)} rows, ${recordings ? `${String(recordings.files)} recordings` : 'no recordings'}, and the keys.`,
    );
  });
  if (keep !== undefined) for (const name of await removeOldBackups(folder, keep)) console.log(`Removed ${name}.`);
  console.log(`Backup: ${target}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
