import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asteriskProgram, chromiumProgram, sippProgram } from './programs.mjs';

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'programs-'));
  dataDir = join(folder, 'data');
  vi.stubEnv('PATH', `${join(folder, 'sbin')}:${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const file = async (path: string, text: string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
  await chmod(join(folder, path), 0o755);
};
const program = (path: string, says: string) => file(path, `#!/bin/sh\necho '${says}'\n`);
const options = { log: () => undefined, mirror: 'http://127.0.0.1:1/debian' };

/** Stands for the packages of an earlier run, so that nothing is fetched. */
const unpacked = async () => {
  const tree = 'data/packages/asterisk-22.1-amd64';
  await file(
    `${tree}/trunkline.json`,
    JSON.stringify({ set: 'asterisk', version: '1:22.1', architecture: 'amd64', packages: 1 }),
  );
  await program(`${tree}/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2`, 'Asterisk 22.1.0+dfsg');
  return join(folder, tree);
};
const whole = async () => {
  await file('lib/x86_64-linux-gnu/asterisk/modules/chan_pjsip.so', '');
  await file('share/asterisk/rest-api/resources.json', '{}');
};

describe('asteriskProgram', () => {
  it("should be the machine's own where it is new enough and whole", async () => {
    await program('sbin/asterisk', 'Asterisk 23.1.2');
    await whole();
    expect(await asteriskProgram({ dataDir, ...options })).toEqual({
      command: join(folder, 'sbin/asterisk'),
      args: [],
      env: {},
      version: '23.1.2',
      origin: 'system',
      modulesDir: join(folder, 'lib/x86_64-linux-gnu/asterisk/modules'),
      dataDir: join(folder, 'share/asterisk'),
      soundsDir: join(folder, 'share/asterisk/sounds'),
      mohDir: null,
    });
  });

  it.each([
    ['22.10.0', true],
    ['22.9.3', true],
    ['22.10.1', false],
    ['22.11.0', false],
    ['23.0.0', false],
  ])('should be taken with a warning where it is %s: %s', async (version, isWarned) => {
    await program('sbin/asterisk', `Asterisk ${version}`);
    await whole();
    const lines: string[] = [];
    expect(await asteriskProgram({ dataDir, ...options, log: (line) => lines.push(line) })).toMatchObject({ version });
    expect(lines.some((line) => line.includes('update it'))).toBe(isWarned);
  });

  it.each([
    ['too old', 'Asterisk 20.6.0~dfsg', true],
    ['not Asterisk at all', 'hello', true],
    ['without its modules', 'Asterisk 22.10.1', false],
  ])('should be the unpacked one, through its loader, where the own one is %s', async (_what, says, isWhole) => {
    await program('sbin/asterisk', says);
    if (isWhole) await whole();
    const root = await unpacked();
    expect(await asteriskProgram({ dataDir, ...options })).toMatchObject({
      command: join(root, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
      args: ['--library-path', join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'usr/sbin/asterisk')],
      version: '22.1.0',
      origin: 'unpacked',
    });
  });
});

it('should take the first Chromium that runs, and pass over a stub', async () => {
  await program('sbin/chromium', 'Command requires the chromium snap to be installed.');
  await program('bin/chromium', 'Chromium 156.0.1.2');
  expect(await chromiumProgram({ dataDir, ...options })).toMatchObject({
    command: join(folder, 'bin/chromium'),
    origin: 'system',
  });
});

it('should take the SIPp on the PATH', async () => {
  await program('bin/sipp', 'SIPp v3.7');
  expect(await sippProgram({ dataDir, ...options })).toEqual({
    command: join(folder, 'bin/sipp'),
    args: [],
    env: {},
    origin: 'system',
  });
});
