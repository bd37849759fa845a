import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, settings } from '../libs/common/src/settings.js';
import { parseEnvFile } from './env-file.mjs';

const root = join(import.meta.dirname, '..');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const documentation = readFileSync(join(root, 'docs/settings.md'), 'utf8');
const table: [string, { about: string; fallback?: string }][] = Object.entries(settings);

describe('.env.example', () => {
  it.each(table)('should hold %s with its default and what it is', (name, { about, fallback = '' }) => {
    const lines = example.split('\n');
    const at = lines.indexOf(`#${name}=${fallback}`);
    expect(at, `a line #${name}=${fallback}`).toBeGreaterThan(0);
    expect(lines[at - 1]?.toLowerCase()).toBe(`# ${about}`.toLowerCase());
  });

  it('should hold nothing else, and be right as it stands', () => {
    const uncommented = example.replace(/^#(?=[A-Z_]+=)/gm, '');
    const values = parseEnvFile(uncommented);
    expect(Object.keys(values).sort()).toEqual(Object.keys(settings).sort());
    expect(readSettings(values)).toEqual(readSettings({}));
    expect(parseEnvFile(example)).toEqual({});
  });
});

describe('docs/settings.md', () => {
  const rows = new Map(
    documentation
      .split('\n')
      .filter((line) => /^\| `[A-Z_]+`/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, name = '', fallback = '', about = '']) => [
        name.replaceAll('`', ''),
        { fallback: fallback.replaceAll('`', ''), about },
      ]),
  );

  it.each(table)('should hold %s with its default and what it is', (name, { about, fallback = 'none' }) => {
    expect(rows.get(name)?.fallback).toBe(fallback);
    expect(rows.get(name)?.about.toLowerCase()).toContain(about.toLowerCase());
  });

  it('should hold no setting that is not there', () => {
    expect([...rows.keys()].filter((name) => !(name in settings))).toEqual([]);
  });
});
