import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePackages } from '../debs.mjs';
import { lock } from './lock.mjs';
import { majorOf } from './tree.mjs';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'debs '));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const log = () => undefined;
const unpacked = async (name: string, manifest: string | undefined) => {
  const root = join(dataDir, 'packages', name);
  await mkdir(root, { recursive: true });
  if (manifest !== undefined) await writeFile(join(root, 'trunkline.json'), manifest);
  return root;
};

describe('majorOf', () => {
  it.each([
    ['22.10.1', 22],
    ['1:22.10.1+dfsg-1', 22],
    ['20', 20],
    ['(none)', 0],
    ['', 0],
    [undefined, 0],
  ])('%s should be %i', (version, major) => {
    expect(majorOf(version)).toBe(major);
  });
});

describe('ensurePackages', () => {
  /** A mirror that gives each path its text, and 404 for the rest. */
  const aMirror = async (files: Record<string, string>): Promise<{ server: Server; mirror: string }> => {
    const server = createServer((request, response) => {
      const text = files[request.url ?? ''];
      response.writeHead(text === undefined ? 404 : 200).end(text);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { server, mirror: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/debian` };
  };

  it('should be content with what an earlier run unpacked, without a network', async () => {
    const root = await unpacked(
      'asterisk-22.1-amd64',
      JSON.stringify({ set: 'asterisk', version: '1:22.1', architecture: 'amd64', packages: 1 }),
    );
    expect(await ensurePackages({ dataDir, set: 'asterisk', mirror: 'http://127.0.0.1:1/debian', log })).toEqual({
      root,
      version: '1:22.1',
      architecture: 'amd64',
    });
  });

  it.each([
    ['nothing is there', {}, /no signed Debian archive at that address/],
    [
      'the list is not signed',
      { '/debian/dists/sid/Release': 'Suite: sid\nDate: Mon, 01 Jan 2035 00:00:00 UTC\n' },
      /no signed Debian archive at that address/,
    ],
    [
      'the list is signed by nobody known',
      { '/debian/dists/sid/InRelease': '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSuite: sid\n' },
      /./,
    ],
  ])('should say what to do when %s, and leave nothing that looks done', async (_what, files, sentence) => {
    await unpacked('asterisk-22.1-amd64', undefined);
    const { server, mirror } = await aMirror(files);
    await expect(ensurePackages({ dataDir, set: 'asterisk', mirror, log })).rejects.toMatchObject({
      name: 'PackagesError',
      message: expect.stringMatching(sentence),
    });
    server.close();
    expect((await readdir(join(dataDir, 'packages'))).filter((name) => !name.startsWith('.lock'))).toEqual([
      'asterisk-22.1-amd64',
    ]);
  });

  it.each(['a:b', 'a;b', 'a"b', 'a\nb', 'a$b'])('should refuse DATA_DIR with %j in it', async (name) => {
    await expect(ensurePackages({ dataDir: join(dataDir, name), set: 'asterisk', log })).rejects.toThrow('DATA_DIR may not hold');
  });
});

describe('lock', () => {
  it('should be had by one at a time', async () => {
    const file = join(dataDir, 'lock');
    const release = await lock(file, 5, log);
    let waited = false;
    expect(await lock(file, 0, () => (waited = true))).toBeUndefined();
    expect(waited).toBe(true);
    const next = lock(file, 5, log);
    await release?.();
    await (
      await next
    )?.();
  });

  it('should be free again when its holder was killed', async () => {
    const file = join(dataDir, 'lock');
    const url = new URL('./lock.mjs', import.meta.url).href;
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { lock } from ${JSON.stringify(url)}; await lock(${JSON.stringify(file)}, 1, () => {}); console.log('held'); setInterval(() => {}, 1000);`,
    ]);
    await new Promise((done) => holder.stdout.once('data', done));
    expect(await lock(file, 0, log)).toBeUndefined();
    holder.kill('SIGKILL');
    const release = await lock(file, 5, log);
    expect(release).toBeDefined();
    await release?.();
  });
});
