import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');

/** What a document names in the repository: its links, and paths in code that begin with one of our folders. */
function named(path: string): string[] {
  const text = readFileSync(path, 'utf8').replace(/^( {4}|```).*$/gm, '');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => join(dirname(path), link ?? ''));
  const paths = [...text.matchAll(/`((?:apps|libs|scripts|asterisk|docs)\/[^`\s*{}…<]+)`/g)].map(([, code]) => code ?? '');
  return [...links, ...paths];
}

describe('the documents', () => {
  it.each(documents)('%s should name only what there is', (path) => {
    expect(named(path).filter((name) => !existsSync(name))).toEqual([]);
  });
});
