import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, settings } from '../libs/common/src/settings.js';
import { parseEnvFile } from './env-file.mjs';

const root = join(import.meta.dirname, '..');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const documentation = readFileSync(join(root, 'docs/settings.md'), 'utf8');
/** Compose's own; the programs do not know them. */
const ofCompose = { COMPOSE_PROFILES: 'demo', CADDY_TLS: 'auto', CADDY_HEALTH_PORT: '2020', REDIS_PORT: '6379' };
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
    expect(Object.keys(values).sort()).toEqual([...Object.keys(settings), ...Object.keys(ofCompose)].sort());
    expect(values).toMatchObject(ofCompose);
    expect(readSettings(values)).toEqual(readSettings({}));
    expect(parseEnvFile(example)).toEqual({ COMPOSE_PROFILES: 'demo' });
  });

  it('should say of what it holds for compose how docker-compose.yml and the documentation use it', () => {
    const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const deploy = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
    for (const [name, fallback] of Object.entries(ofCompose)) {
      const otherwise = name === 'COMPOSE_PROFILES' ? '' : fallback;
      expect(compose).toContain(`\${${name}:-${otherwise}}`);
      expect(deploy).toContain(`\`${name}\``);
    }
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
