// Fails when src/gql is not what codegen makes of the committed schema and operations.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const committed = join(import.meta.dirname, 'src/gql');
const root = join(import.meta.dirname, '../..');
const fresh = mkdtempSync(join(tmpdir(), 'trunkline-codegen-'));
try {
  const run = spawnSync('npx', ['graphql-codegen', '--silent', '--config', 'apps/dashboard/codegen.ts'], {
    cwd: root,
    env: { ...process.env, CODEGEN_OUT: `${fresh}/` },
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  const names = new Set([...readdirSync(committed), ...readdirSync(fresh)]);
  const stale = [...names].filter((name) => read(committed, name) !== read(fresh, name));
  if (stale.length) {
    console.error(
      `apps/dashboard/src/gql is not what the schema and the operations say (${stale.join(', ')}): run "npm run codegen" and commit it.`,
    );
    process.exit(1);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function read(folder, name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
