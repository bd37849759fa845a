import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../libs/common/src/settings.js';
import { diskProblems, namedPorts } from './instance.mjs';
import { takeLock } from './lock.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Everything that stops a start before anything is started or downloaded. */
async function start(settings: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], {
    env: { ...process.env, DATA_DIR: join(folder, 'data'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, lines: output.split('\n').filter((line) => line !== '') };
}

describe('npm start', () => {
  it('should name a wrong setting and what was expected', async () => {
    expect(await start({ SIP_PORT: '70000', DEMO: 'yes' })).toEqual({
      code: 1,
      lines: ['SIP_PORT must be a port from 1 to 65535, not "70000".', 'DEMO must be 0 or 1, not "yes".'],
    });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('should name the port that is taken, its setting and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, lines } = await start({ API_PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    const line = lines.find((text) => text.includes('API_PORT'));
    expect(line).toMatch(
      new RegExp(`^Port ${port} \\(API_PORT\\) is taken by .+: stop that one, or set API_PORT to another port in \\.env\\.$`),
    );
    expect(existsSync(join(folder, 'data/start.lock'))).toBe(false);
  });

  it('should say that it is running already', async () => {
    chmodSync(folder, 0o700);
    const lock = takeLock(join(folder, 'start.lock'), 'http://localhost:3000');
    const { code, lines } = await start({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        `^Trunkline is already running on DATA_DIR ${folder} \\(process ${process.pid}, http://localhost:3000\\): `,
      ),
    ]);
    if ('release' in lock) lock.release();
  });

  it('should say what it cannot use as its folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, lines } = await start({ DATA_DIR: join(folder, 'file/data') });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining('set DATA_DIR in .env to another folder.')]);
  });

  it('should not close a folder that others use', async () => {
    writeFileSync(join(folder, 'letter.txt'), '');
    chmodSync(folder, 0o755);
    const { code, lines } = await start({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(lines).toEqual([
      `DATA_DIR ${folder} holds other things: set DATA_DIR in .env to a folder of its own, such as ${folder}/trunkline.`,
    ]);
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('755');
  });

  it.each([
    [{ TLS_CERT: '/nowhere/cert.pem', TLS_KEY: '/nowhere/key.pem' }, 'TLS_CERT names /nowhere/cert.pem, which is not there'],
    [{ SIP_CA_FILE: '/nowhere/ca.pem' }, 'SIP_CA_FILE names /nowhere/ca.pem, which is not there'],
    [{ ASTERISK_ARI_URL: 'http://10.0.0.1:8088' }, 'ASTERISK_ARI_PASSWORD is not set'],
  ])('should say what is missing for %j', async (settings, sentence) => {
    const { code, lines } = await start(settings);
    expect(code).toBe(1);
    expect(lines[0]).toContain(sentence);
  });
});

describe('diskProblems', () => {
  it('should name the disk, what is free, what is needed and what to do', () => {
    expect(diskProblems([{ path: folder, mb: 1, why: 'tests' }])).toEqual([]);
    const [problem] = diskProblems([
      { path: folder, mb: 1e12, why: 'packages' },
      { path: folder, mb: 1e12, why: 'recordings' },
    ]);
    expect(problem).toMatch(
      /^The disk of .+ has \d+ MB free, and 2000000000000 MB are needed \(packages, recordings\): free some space, or move DATA_DIR/,
    );
  });
});

describe('namedPorts', () => {
  const names = (environment: Record<string, string>) => {
    const settings = readSettings(environment);
    return namedPorts(settings, environment, settings.ASTERISK_ARI_URL === undefined).map(({ name }) => name);
  };

  it.each([
    [{}, ['DASHBOARD_PORT', 'API_PORT', 'SIP_PORT', 'SIP_TLS_PORT', 'ASTERISK_HTTP_PORT']],
    [{ ASTERISK_ARI_URL: 'http://10.0.0.1:8088' }, ['DASHBOARD_PORT', 'API_PORT']],
    [{ PG_PORT: '5555', ASTERISK_ARI_URL: 'http://10.0.0.1:8088' }, ['DASHBOARD_PORT', 'API_PORT', 'PG_PORT']],
    [{ PG_PORT: '5555', DATABASE_URL: 'postgres://h/d', ASTERISK_ARI_URL: 'http://10.0.0.1' }, ['DASHBOARD_PORT', 'API_PORT']],
    [
      { ASTERISK_AMI_PORT: '5039', HEP_PORT: '9060', CARRIER_SIP_PORT: '5070' },
      [
        'DASHBOARD_PORT',
        'API_PORT',
        'SIP_PORT',
        'SIP_TLS_PORT',
        'ASTERISK_HTTP_PORT',
        'ASTERISK_AMI_PORT',
        'HEP_PORT',
        'CARRIER_SIP_PORT',
      ],
    ],
  ])('should be looked at with %j', (environment, expected) => {
    expect(names(environment)).toEqual(expected);
  });
});
