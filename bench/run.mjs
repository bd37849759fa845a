#!/usr/bin/env node
// @ts-check
/**
 * `npm run bench [part …]`: measures, prints, and writes docs/benchmarks.md. Each part is a file `bench/<part>.bench.ts` that exports `measure()`; the document keeps what it says of
 * parts that were not run.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { sectionOf, withSections } from './report.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const document = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const ENDING = '.bench.ts';

const parts = (await readdir(folder)).filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !parts.includes(name));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}: ${parts.join(', ')}`);
  process.exit(1);
}

// Where others use the machine, the slowest runs tell of them.
const load = loadavg()[0]?.toFixed(1) ?? '';
/** @type {string[]} */
const sections = [];
for (const part of wanted.length > 0 ? wanted : parts.sort()) {
  const { module } = await runnerImport(`${folder}${part}${ENDING}`, { resolve: { tsconfigPaths: true }, logLevel: 'error' });
  const report = await /** @type {{ measure: () => Promise<import('./report.mjs').Report> }} */ (module).measure();
  const section = sectionOf(report);
  console.log(section);
  sections.push(section);
}
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}, load ${load} before`;
const before = await readFile(document, 'utf8').catch(() => '');
const stamped = sections.map((section) => section.replace('\n', `\n\n${new Date().toISOString().slice(0, 10)} on ${machine}.\n`));
await writeFile(document, withSections(before, stamped));
