// @ts-check
/**
 * Puts a backup in the place of what is here. Trunkline must be stopped.
 *
 *     npm run restore -- DATA_DIR/backups/trunkline-…          into an empty installation
 *     npm run restore -- /mnt/backups/trunkline-… --replace    what is in the database now is gone
 *
 * Everything is checked first; the database changes in one transaction. Everybody signs in again afterwards.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyRecordings, mergeKeys, readBackup } from './backup-folder.mjs';
import { builtApi } from './built-api.mjs';
import { knownInstance } from './known-instance.mjs';
import { takeLock } from './lock.mjs';
import { privateFolder, writePrivate } from './secrets.mjs';
import { withDatabase } from './with-database.mjs';

/**
 * An ENCRYPTION_KEY of .env is stronger than the one that is restored: the trunks' passwords could not be read.
 * @param {Record<string, string>} keys
 */
function checkGivenKeys(keys) {
  const { apiEnvironment } = knownInstance(process.env);
  const given = apiEnvironment['ENCRYPTION_KEY'];
  if (given && given !== presentKeys().ENCRYPTION_KEY && given !== keys['ENCRYPTION_KEY'])
    throw new Error("ENCRYPTION_KEY in .env is not the backup's: set it to that of the backup's keys.json, or take it out.");
}

let secretsFile = '';
/** @returns {Record<string, string>} */
const presentKeys = () => (existsSync(secretsFile) ? JSON.parse(readFileSync(secretsFile, 'utf8')) : {});
try {
  const { values, positionals } = parseArgs({
    options: { replace: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (positionals[0] === undefined) throw new Error('Which backup? npm run restore -- <its folder>');
  const folder = resolve(positionals[0]);
  const { dataDir } = knownInstance(process.env);
  secretsFile = join(dataDir, 'secrets.json');
  const { manifest, keys } = await readBackup(folder);
  checkGivenKeys(keys);
  privateFolder(dataDir);
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const lock = takeLock(join(dataDir, 'start.lock'), 'a restore');
  if ('holder' in lock) throw new Error(`Trunkline runs on ${dataDir} (process ${String(lock.holder.pid)}): stop it first.`);
  try {
    const load = await builtApi(join(dataDir, 'logs'));
    const [{ checkDump, loadDatabase, lookAtTarget }, { migrations }] = await Promise.all([
      load('libs/operations/src/load-database.js'),
      load('apps/api/src/migrations/index.js'),
    ]);
    const databaseFolder = join(folder, 'database');
    await checkDump(manifest.database, databaseFolder, migrations);
    // A new cluster takes its password from here; one that is there keeps its own.
    const writeKeys = () => writePrivate(secretsFile, `${JSON.stringify(mergeKeys(keys, presentKeys()), null, 2)}\n`);
    if (presentKeys()['PG_PASSWORD'] === undefined) writeKeys();
    await withDatabase(knownInstance(process.env), async (url) => {
      const { isEmpty, others } = await lookAtTarget(url);
      if (others.length > 0) throw new Error(`Somebody uses the database (${others.join(', ')}): stop Trunkline first.`);
      if (!isEmpty && !values.replace)
        throw new Error('The database is not empty: make a backup of it, and say --replace to have it replaced.');
      await loadDatabase(url, manifest.database, databaseFolder, migrations);
    });
    writeKeys();
    const { files } = await copyRecordings(join(folder, 'recordings'), join(dataDir, 'recordings'));
    console.log(
      `Restored: the database and keys of ${manifest.createdAt} (version ${manifest.version}), ${String(files)} recordings.`,
    );
    console.log('Start Trunkline; everybody signs in again.');
  } finally {
    lock.release();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
