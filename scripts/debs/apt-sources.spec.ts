import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  debianMirror,
  distributionSources,
  parseOneLineSources,
  parseStanzaSources,
  readMachineSources,
} from './apt-sources.mjs';

const bookworm = { uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main'] };

describe('parseOneLineSources', () => {
  it.each([
    ['a plain line', 'deb http://mirror.example/debian bookworm main', [bookworm]],
    ['a slash at the end', 'deb http://mirror.example/debian/ bookworm main', [bookworm]],
    ['tabs, and a comment at the end', 'deb\thttp://mirror.example/debian\tbookworm  main # ours', [bookworm]],
    [
      'several components',
      'deb http://mirror.example/debian bookworm main contrib',
      [{ ...bookworm, components: ['main', 'contrib'] }],
    ],
    [
      'options',
      'deb [ arch=amd64 signed-by=/usr/share/keyrings/x.gpg ] http://mirror.example/debian bookworm main',
      [{ ...bookworm, signedBy: '/usr/share/keyrings/x.gpg' }],
    ],
    ['options without a key', 'deb [arch=amd64] http://mirror.example/debian bookworm main', [bookworm]],
    [
      'a flat repository',
      'deb https://vendor.example/apt ./',
      [{ uri: 'https://vendor.example/apt', suite: './', components: [] }],
    ],
    ['sources of packages', 'deb-src http://mirror.example/debian bookworm main', []],
    ['a comment', '# deb http://mirror.example/debian bookworm main', []],
    ['an unfinished line', 'deb http://mirror.example/debian', []],
    ['nothing', '', []],
  ])('should read %s', (_what, text, expected) => {
    expect(parseOneLineSources(text)).toEqual(expected);
  });
});

describe('parseStanzaSources', () => {
  const stanza = (...lines: string[]) => lines.join('\n');
  it.each([
    ['a stanza', stanza('Types: deb', 'URIs: http://mirror.example/debian', 'Suites: bookworm', 'Components: main'), [bookworm]],
    [
      'several suites and types',
      stanza(
        'Types: deb deb-src',
        'URIs: http://mirror.example/debian/',
        'Suites: bookworm bookworm-updates',
        'Components: main',
      ),
      [bookworm, { ...bookworm, suite: 'bookworm-updates' }],
    ],
    [
      'comments between the fields, and names in any case',
      stanza(
        'types: deb',
        '# URIs: http://snapshot.example/debian',
        'URIS: http://mirror.example/debian',
        'suites: bookworm',
        'components: main',
      ),
      [bookworm],
    ],
    [
      'a value that goes on in the next line',
      stanza('Types: deb', 'URIs:', ' http://mirror.example/debian', 'Suites: bookworm', 'Components: main'),
      [bookworm],
    ],
    [
      'a key as a file',
      stanza('Types: deb', 'URIs: http://mirror.example/debian', 'Suites: bookworm', 'Components: main', 'Signed-By: /k.gpg'),
      [{ ...bookworm, signedBy: '/k.gpg' }],
    ],
    [
      'a key written out',
      stanza(
        'Types: deb',
        'URIs: http://mirror.example/debian',
        'Suites: bookworm',
        'Components: main',
        'Signed-By:',
        ' -----BEGIN PGP',
        ' .',
        ' abc',
      ),
      [bookworm],
    ],
    [
      'a stanza that is off',
      stanza('Enabled: no', 'Types: deb', 'URIs: http://mirror.example/debian', 'Suites: bookworm', 'Components: main'),
      [],
    ],
    [
      'sources of packages',
      stanza('Types: deb-src', 'URIs: http://mirror.example/debian', 'Suites: bookworm', 'Components: main'),
      [],
    ],
    [
      'two stanzas',
      stanza(
        'Types: deb',
        'URIs: http://a.example/x',
        'Suites: s',
        'Components: c',
        '',
        'Types: deb',
        'URIs: http://mirror.example/debian',
        'Suites: bookworm',
        'Components: main',
      ),
      [{ uri: 'http://a.example/x', suite: 's', components: ['c'] }, bookworm],
    ],
    ['nothing', '', []],
  ])('should read %s', (_what, text, expected) => {
    expect(parseStanzaSources(text)).toEqual(expected);
  });
});

describe('debianMirror', () => {
  const at = (uri: string, components = ['main']) => ({ uri, suite: 'x', components });
  it.each([
    ['the archive', [at('https://mirror.example/debian')], 'https://mirror.example/debian'],
    ['the archive in a deeper folder', [at('http://mirror.example/pub/linux/debian')], 'http://mirror.example/pub/linux/debian'],
    ['the first of two', [at('http://a.example/debian'), at('http://b.example/debian')], 'http://a.example/debian'],
    [
      'not the security updates',
      [at('http://a.example/debian-security'), at('http://b.example/debian')],
      'http://b.example/debian',
    ],
    ["not somebody else's repository", [at('https://vendor.example/apt')], undefined],
    ["not Ubuntu's", [at('http://archive.example/ubuntu')], undefined],
    ['not one without main', [at('http://a.example/debian', ['vendor'])], undefined],
    ['not what apt alone can read', [at('cdrom:[Debian]/debian'), at('file:/srv/debian')], undefined],
    ['none', [], undefined],
  ])('should be %s', (_what, sources, expected) => {
    expect(debianMirror(sources)).toBe(expected);
  });
});

it('should tell the sources of the distribution from those of others', () => {
  const sources = [
    'http://a.example/debian',
    'http://a.example/debian-security',
    'http://a.example/ubuntu',
    'https://vendor.example/node_20.x',
    'cdrom:x',
  ];
  const found = distributionSources(sources.map((uri) => ({ uri, suite: 'x', components: ['main'] })));
  expect(found.map(({ uri }) => uri)).toEqual(sources.slice(0, 3));
});

describe('readMachineSources', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apt-'));
    await mkdir(join(folder, 'sources.list.d'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('should read both forms, and nothing else', async () => {
    await writeFile(join(folder, 'sources.list'), 'deb http://a.example/debian sid main\n');
    await writeFile(join(folder, 'sources.list.d/b.list'), 'deb http://b.example/debian sid main\n');
    await writeFile(
      join(folder, 'sources.list.d/c.sources'),
      'Types: deb\nURIs: http://c.example/debian\nSuites: sid\nComponents: main\n',
    );
    await writeFile(join(folder, 'sources.list.d/d.list.save'), 'deb http://d.example/debian sid main\n');
    expect((await readMachineSources(folder)).map(({ uri }) => uri)).toEqual(
      ['a', 'b', 'c'].map((host) => `http://${host}.example/debian`),
    );
  });

  it("should follow a cloud image's file of mirrors", async () => {
    await writeFile(
      join(folder, 'mirrors.list'),
      '# ours\nhttps://cloud.example/debian/ priority:1\nhttps://other.example/debian\n',
    );
    await writeFile(
      join(folder, 'sources.list.d/debian.sources'),
      `Types: deb\nURIs: mirror+file://${folder}/mirrors.list\nSuites: trixie\nComponents: main\n`,
    );
    expect(debianMirror(await readMachineSources(folder))).toBe('https://cloud.example/debian');
  });

  it('should find nothing where there is nothing', async () => {
    expect(await readMachineSources(join(folder, 'missing'))).toEqual([]);
  });
});
