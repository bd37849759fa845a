import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in the root package.json, wherever this file was built to. */
export const version = findVersion(dirname(fileURLToPath(import.meta.url)));

function findVersion(folder: string): string {
  try {
    const content = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
    if (content.name === 'trunkline' && content.version) return content.version;
  } catch {
    // not here: look above
  }
  const above = dirname(folder);
  return above === folder ? 'unknown' : findVersion(above);
}
