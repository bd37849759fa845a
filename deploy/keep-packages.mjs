// @ts-check
/**
 * Leaves in node_modules only the named packages and what they need: of the dashboard's packages its server imports two, and the rest is in Next's bundles.
 *
 *     node deploy/keep-packages.mjs next react react-dom http-proxy-3
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'node_modules';
/** @type {Set<string>} */
const kept = new Set();
const left = process.argv.slice(2);
for (let name = left.pop(); name !== undefined; name = left.pop()) {
  const manifest = join(folder, name, 'package.json');
  if (kept.has(name) || !existsSync(manifest)) continue;
  kept.add(name);
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  left.push(...Object.keys(dependencies), ...Object.keys(peerDependencies));
}
const installed = readdirSync(folder).flatMap((name) =>
  name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
);
for (const name of installed) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
console.log(`${String(kept.size)} of ${String(installed.length)} packages stay`);
