import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { remedyPhrases } from '@app/common';
import { systemCheckReasons } from './system-check-reasons.js';

const sourcesIn = (folder: string, pattern: RegExp) =>
  readdirSync(folder)
    .filter((file) => pattern.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
const checks = [
  ...sourcesIn('libs/operations/src', /^check-/),
  ...sourcesIn('libs/telephony/src/checks', /-checks?\.ts$|^examine-/),
].join('\n');

describe('systemCheckReasons', () => {
  it('should each be given by a check', () => {
    expect(Object.keys(systemCheckReasons).filter((reason) => !checks.includes(`'${reason}'`))).toEqual([]);
  });
});

describe('remedyPhrases', () => {
  it('should each stand in a remedy', () => {
    expect(Object.keys(remedyPhrases).filter((phrase) => !new RegExp(`\\b${phrase}\\b`).test(checks))).toEqual([]);
  });
});
