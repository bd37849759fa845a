// npm run migration -- <name>: writes the migration that brings the tables from the last one to the entities. Forward only.
// @ts-check
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { startPostgres } from './postgres.mjs';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error('Say what changes, in small letters: npm run migration -- add-call-notes   (after npm run build:api)');
  process.exit(1);
}

const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-migration-'));
const postgres = await startPostgres({ dataDir, forTests: true, log: () => undefined });
try {
  const { migrations } = await import('../dist/apps/api/src/migrations/index.js');
  const source = new DataSource({
    type: 'postgres',
    url: postgres.url,
    entities: ['dist/libs/*/src/**/*.entity.js'],
    migrations,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
  });
  await source.initialize();
  await source.runMigrations();
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  await source.destroy();
  if (upQueries.length === 0) console.log('The tables are as the entities say: nothing to write.');
  else write(upQueries.map(({ query }) => query));
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** @param {string[]} queries */
function write(queries) {
  const stamp = Date.now();
  const className = `${name.replace(/(^|-)([a-z0-9])/g, (_all, _dash, letter) => letter.toUpperCase())}${stamp}`;
  const lines = queries.map((query) => `    await queryRunner.query(\`${query.replaceAll('`', '\\`')}\`);`);
  const file = `${stamp}-${name}.ts`;
  writeFileSync(
    `apps/api/src/migrations/${file}`,
    `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  name = '${className}';

  async up(queryRunner: QueryRunner): Promise<void> {
${lines.join('\n')}
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
`,
  );
  const index = 'apps/api/src/migrations/index.ts';
  const text = readFileSync(index, 'utf8');
  const imported = text.replace(/^(\/\*\*)/m, `import { ${className} } from './${stamp}-${name}.js';\n\n$1`);
  writeFileSync(
    index,
    imported.replace(
      /migrations = \[(.*?)\];/s,
      (_all, before) => `migrations = [${before.trim() ? `${before.trim().replace(/,$/, '')}, ` : ''}${className}];`,
    ),
  );
  console.log(`Wrote apps/api/src/migrations/${file}: read it, then npm run build:api`);
}
