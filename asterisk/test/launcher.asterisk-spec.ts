import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPort, until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Phone, UserAgent } from '../../apps/api/test/sip/index.js';
import { startAsterisk } from '../launcher.mjs';
import { rotateLog } from '../process.mjs';
import { amiActions } from './ami.js';
import { anAsterisk, aUdpPort, findProgram, type RunningAsterisk } from './an-asterisk.js';

let asterisk: RunningAsterisk;
beforeAll(async () => {
  asterisk = await anAsterisk();
});
afterAll(() => asterisk?.dispose());

const ari = async (path: string, init: RequestInit = {}, password = asterisk.options.secrets.ari.password) => {
  const authorization = `Basic ${Buffer.from(`backend:${password}`).toString('base64')}`;
  return fetch(`http://127.0.0.1:${String(asterisk.options.ports.http)}${path}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/json' },
  });
};
const ami = (...actions: Record<string, string>[]) =>
  amiActions({ port: asterisk.options.ports.ami, ...asterisk.options.secrets.ami }, actions);

/** Listening sockets of this machine: port -> address, from the kernel's own tables (hexadecimal, little endian). */
async function listeners(protocol: 'tcp' | 'udp'): Promise<Map<number, string>> {
  const lines = (await readFile(`/proc/net/${protocol}`, 'utf8')).split('\n').slice(1);
  return new Map(
    lines.flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      if (state !== (protocol === 'tcp' ? '0A' : '07')) return [];
      const [address = '', port = ''] = local.split(':');
      const bytes = (address.match(/../g) ?? []).reverse().map((byte) => String(parseInt(byte, 16)));
      return [[parseInt(port, 16), bytes.join('.')]];
    }),
  );
}

describe('a started Asterisk', () => {
  it('should have nothing to complain about', async () => {
    expect(await asterisk.complaints()).toEqual([]);
  });

  it('should have loaded every module of the list, and no other', async () => {
    const wanted = [...(await readFile(join(asterisk.runDir, 'etc/modules.conf'), 'utf8')).matchAll(/^load = (\S+)$/gm)].map(
      ([, name]) => name,
    );
    const shown = (await asterisk.cli('module show'))
      .split('\n')
      .flatMap((line) => /^(\S+\.so) .*\b(Running|Not Running)\b/.exec(line)?.slice(1, 3) ?? []);
    expect(shown.filter((word) => word.endsWith('.so')).sort()).toEqual(wanted.sort());
    expect(shown).not.toContain('Not Running');
  });

  it('should answer HTTP and AMI on loopback only, and SIP to everybody', async () => {
    const { http, ami: amiPort, sip, sipTls } = asterisk.options.ports;
    const [tcp, udp] = [await listeners('tcp'), await listeners('udp')];
    expect(tcp.get(http)).toBe('127.0.0.1');
    expect(tcp.get(amiPort)).toBe('127.0.0.1');
    expect(tcp.get(sip)).toBe('0.0.0.0');
    expect(tcp.get(sipTls)).toBe('0.0.0.0');
    expect(udp.get(sip)).toBe('0.0.0.0');
  });

  it('should let ARI in with the password only, and serve the documents of its client', async () => {
    expect((await ari('/ari/asterisk/info')).status).toBe(200);
    expect((await ari('/ari/asterisk/info', {}, 'wrong')).status).toBe(401);
    expect((await ari('/ari/api-docs/resources.json')).status).toBe(200);
    expect((await ari('/ari/recordings/stored')).status).toBe(200);
  });

  it('should play English sounds and music on hold', async () => {
    const sounds = (await (await ari('/ari/sounds?lang=en')).json()) as { id: string }[];
    expect(sounds.map(({ id }) => id)).toContain('hello-world');
    expect(await asterisk.cli('moh show files')).toMatch(/File: \S+/);
  });

  it('should know the tones of the country', async () => {
    expect(await asterisk.cli('indication show uz')).toMatch(/ring\s+425\/1000,0\/4000/);
  });

  it.each(['transport-udp', 'transport-tcp', 'transport-tls', 'transport-ws'])('should have %s', async (transport) => {
    expect(await asterisk.cli(`pjsip show transport ${transport}`)).toMatch(/bind\s+: 0\.0\.0\.0/);
  });

  it('should have [outbound] and [inbound] and no other way in', async () => {
    expect(await asterisk.cli('dialplan show outbound')).toMatch(/Hangup\(21\)/);
    expect(await asterisk.cli('dialplan show inbound')).toMatch(/Stasis\(trunkline,inbound,/);
    const contexts = [...(await asterisk.cli('dialplan show')).matchAll(/\[ Context '([^']+)'/g)].map(([, name]) => name);
    expect(contexts.sort()).toEqual(
      ['__func_periodic_hook_context__', 'inbound', 'outbound'].filter((name) => contexts.includes(name)),
    );
    expect(await asterisk.cli('pjsip show endpoints')).toMatch(/No objects found/);
  });

  it('should keep its files to itself', async () => {
    for (const path of ['', 'etc', 'spool/recording', 'run'])
      expect((await stat(join(asterisk.runDir, path))).mode & 0o777).toBe(0o700);
    for (const path of ['etc/ari.conf', 'etc/manager.conf', 'lib/sip-tls.key', 'lib/astdb.sqlite3', 'log/full'])
      expect((await stat(join(asterisk.runDir, path))).mode & 0o077).toBe(0);
  });

  it('should be allowed more open files than calls need', async () => {
    const limits = await readFile(`/proc/${String(asterisk.child.pid)}/limits`, 'utf8');
    const [, soft, hard] = /Max open files\s+(\d+)\s+(\d+)/.exec(limits) ?? [];
    expect(Number(soft)).toBe(Math.min(Number(hard), 65536));
  });
});

describe('the log', () => {
  it('should be begun anew when it has grown large, and five old ones kept', async () => {
    const logs = async () => (await readdir(join(asterisk.runDir, 'log'))).filter((name) => name.startsWith('full')).sort();
    await rotateLog(asterisk.logFile, asterisk.cli);
    expect(await logs()).toEqual(['full']);
    for (let round = 0; round < 7; round += 1) {
      await truncate(asterisk.logFile, 21 * 1024 * 1024);
      await rotateLog(asterisk.logFile, asterisk.cli);
    }
    expect(await logs()).toEqual(['full', 'full.0', 'full.1', 'full.2', 'full.3', 'full.4']);
    expect((await stat(asterisk.logFile)).size).toBeLessThan(1024 * 1024);
  });
});

describe('the AMI user', () => {
  it.each([
    [{ Action: 'PJSIPShowRegistrationsOutbound' }, /^Success/],
    [{ Action: 'PJSIPRegister', Registration: 'Nobody' }, /^Error (?!Permission)/],
    [{ Action: 'ShowDialPlan', Context: 'inbound' }, /^Success/],
    [{ Action: 'GetConfig', Filename: 'trunkline-outbound.conf' }, /^Success/],
    [{ Action: 'Command', Command: 'core show uptime' }, /^Error Permission denied/],
    [{ Action: 'Originate', Channel: 'Local/1@outbound', Application: 'Echo' }, /^Error Permission denied/],
    [{ Action: 'ModuleLoad', Module: 'app_system.so', LoadType: 'load' }, /^Error Permission denied/],
    [
      { Action: 'DialplanExtensionAdd', Context: 'outbound', Extension: '1', Priority: '1', Application: 'Echo' },
      /^Error Permission denied/,
    ],
    [{ Action: 'DBPut', Family: 'a', Key: 'b', Val: 'c' }, /^Error Permission denied/],
    [{ Action: 'Hangup', Channel: '/./' }, /^Error Permission denied/],
    [{ Action: 'UpdateConfig', SrcFilename: '/etc/passwd', DstFilename: '/tmp/x' }, /^Error File requires escalated privileges/],
  ])('should get for %o: %s', async (action, expected) => {
    expect((await ami(action))[0]).toMatch(expected);
  });
});

describe('a stranger', () => {
  it('should be refused whatever is asked, and make no channel', async () => {
    const server = { address: '127.0.0.1', port: asterisk.options.ports.sip };
    const stranger = await Phone.start({ username: '201', password: 'guess', server });
    expect((await stranger.tryRegister(60)).status).toBe(401);
    for (const number of ['998901234567', 's', 'outbound']) expect((await stranger.dial(number).finished).status).toBe(401);
    const unnamed = stranger.dial('998901234567', { from: '<sip:anonymous@anonymous.invalid>' });
    expect((await unnamed.finished).status).toBe(401);
    expect(await asterisk.cli('core show channels count')).toMatch(/^0 active channels/);
    expect(await asterisk.cli('core show channels count')).toMatch(/^0 calls processed/m);
    await stranger.close();
  });

  it.each(['OPTIONS', 'SUBSCRIBE', 'MESSAGE', 'REFER', 'NOTIFY', 'PUBLISH'])(
    'should get nothing but a refusal for %s',
    async (method) => {
      const agent = await UserAgent.start({ name: 'stranger' });
      const target = { address: '127.0.0.1', port: asterisk.options.ports.sip };
      const uri = `sip:201@127.0.0.1:${String(target.port)}`;
      const request = agent.build({ method, uri, from: `<${uri}>;tag=1`, to: `<${uri}>`, callId: `${method}@test`, sequence: 1 });
      const status = await new Promise<number>((done) => agent.request(request, target, (response) => done(response.status)));
      expect(status).toBeGreaterThanOrEqual(400);
      await agent.close();
    },
  );
});

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
