import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPort, until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAsterisk } from '../launcher.mjs';
import { amiActions } from './ami.js';
import { anAsterisk, aUdpPort, findProgram, type RunningAsterisk } from './an-asterisk.js';

/** One that runs beside those that start and end. */
let asterisk: RunningAsterisk;
beforeAll(async () => {
  asterisk = await anAsterisk();
});
afterAll(() => asterisk?.dispose());

describe('a start', () => {
  it('should keep what was pushed and written before', async () => {
    const runDir = await mkdtemp(join(tmpdir(), 'ast keeps '));
    const first = await anAsterisk({ runDir });
    const { options } = first;
    const authorization = `Basic ${Buffer.from(`backend:${options.secrets.ari.password}`).toString('base64')}`;
    const pushed = await fetch(
      `http://127.0.0.1:${String(options.ports.http)}/ari/asterisk/config/dynamic/res_pjsip/aor/BellUZ`,
      {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ fields: [{ attribute: 'contact', value: 'sip:127.0.0.1:9' }] }),
      },
    );
    expect(pushed.status).toBe(200);
    const written = await amiActions({ port: options.ports.ami, ...options.secrets.ami }, [
      {
        Action: 'UpdateConfig',
        SrcFilename: 'trunkline-outbound.conf',
        DstFilename: 'trunkline-outbound.conf',
        Reload: 'pbx_config',
        ...{ 'Action-000000': 'DelCat', 'Cat-000000': 'outbound', 'Action-000001': 'NewCat', 'Cat-000001': 'outbound' },
        ...{ 'Action-000002': 'Append', 'Cat-000002': 'outbound', 'Var-000002': 'exten', 'Value-000002': '>_998X.,1,NoOp(kept)' },
      },
    ]);
    expect(written).toEqual(['Success']);
    expect(await first.cli('dialplan show outbound')).toContain('NoOp(kept)');
    await first.stop();

    const second = await anAsterisk({ ...options, runDir });
    expect(await second.cli('pjsip show aors')).toContain('BellUZ');
    expect(await second.cli('dialplan show outbound')).toContain('NoOp(kept)');
    await second.dispose();
  });

  it('should work in a folder whose socket path would be too long', async () => {
    const base = await mkdtemp(join(tmpdir(), 'ast-'));
    const runDir = join(base, 'a'.repeat(100), 'b'.repeat(30));
    await mkdir(runDir, { recursive: true });
    const long = await anAsterisk({ runDir });
    expect(await long.cli('core show uptime')).toMatch(/System uptime/);
    await long.stop();
    await rm(base, { recursive: true, force: true });
  });

  it('should say which port is taken and which setting changes it', async () => {
    const taken = createServer();
    const port = await aPort();
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
    const { options } = asterisk;
    const ports = { sip: await aPort(), sipTls: await aPort(), http: port, ami: await aPort(), rtpStart: 21700, rtpEnd: 21709 };
    const runDir = await mkdtemp(join(tmpdir(), 'ast-'));
    await expect(startAsterisk({ ...options, ports, runDir, secrets: options.secrets })).rejects.toThrow(
      `Asterisk needs TCP port ${String(port)}, which another program has: stop that one or set ASTERISK_HTTP_PORT.`,
    );
    taken.close();
    await rm(runDir, { recursive: true, force: true });
  });

  it('should say why in one sentence when Asterisk ends at once', async () => {
    const runDir = await mkdtemp(join(tmpdir(), 'ast-'));
    const program = { ...(await findProgram()), command: '/bin/false', args: [] };
    const sip = await aUdpPort();
    const ports = { ...asterisk.options.ports, sip, sipTls: await aPort(), http: await aPort(), ami: await aPort() };
    await expect(startAsterisk({ ...asterisk.options, program, ports, runDir })).rejects.toThrow(
      /^Asterisk ended while starting \(code 1\): .+/,
    );
    await rm(runDir, { recursive: true, force: true });
  });

  it('should end an Asterisk that an earlier run left behind', async () => {
    const orphan = await anAsterisk();
    const { options, runDir } = orphan;
    const log: string[] = [];
    const next = await anAsterisk({ ...options, runDir, log: (line) => log.push(line) });
    expect(log.join('\n')).toContain(`(process ${String(orphan.child.pid)})`);
    expect(existsSync(`/proc/${String(orphan.child.pid)}/fd`)).toBe(false);
    await next.dispose();
  });
});

describe('an end', () => {
  it('should be quick, and leave no process and no socket', async () => {
    const short = await anAsterisk();
    const started = performance.now();
    await short.stop();
    await short.stop();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(existsSync(`/proc/${String(short.child.pid)}`)).toBe(false);
    // Its own documentation lacks an option of its own.
    const printed = (await readFile(join(short.runDir, 'log/output'), 'utf8')).replace(
      /^Could not find option 'minimum_size'.*$/m,
      '',
    );
    expect(printed).toMatch(/^PBX UUID/m);
    expect(printed).not.toMatch(/error|unable|could not/i);
    await short.dispose();
  });

  it('should come by force within 6 s when Asterisk hangs', async () => {
    const hung = await anAsterisk();
    process.kill(hung.child.pid ?? 0, 'SIGSTOP');
    const started = performance.now();
    await hung.stop();
    expect(performance.now() - started).toBeLessThan(6000);
    await hung.dispose();
  });

  it('should come when the process that started it is killed', async () => {
    if (!existsSync('/usr/bin/setpriv')) throw new Error('This test needs setpriv (util-linux).');
    const runDir = await mkdtemp(join(tmpdir(), 'ast-'));
    const script = join(runDir, 'start.mjs');
    const ports = {
      sip: await aUdpPort(),
      sipTls: await aPort(),
      http: await aPort(),
      ami: await aPort(),
      rtpStart: 21700,
      rtpEnd: 21709,
    };
    const options = { program: await findProgram(), runDir: join(runDir, 'run'), ports, secrets: asterisk.options.secrets };
    await writeFile(
      script,
      `import { startAsterisk } from ${JSON.stringify(new URL('../launcher.mjs', import.meta.url).href)};
       const { child } = await startAsterisk({ ...${JSON.stringify({ ...options, secrets: { ari: options.secrets.ari, ami: options.secrets.ami } })}, log: () => undefined });
       console.log(child.pid);
       setInterval(() => undefined, 1000);`,
    );
    const starter = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<string>((done) =>
      starter.stdout.setEncoding('utf8').once('data', (text: string) => done(text.trim())),
    );
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    starter.kill('SIGKILL');
    await until(() => expect(spawnSync('readlink', [`/proc/${pid}/exe`]).status).not.toBe(0));
    await rm(runDir, { recursive: true, force: true });
  });
});
