import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Phone, UserAgent } from '../../apps/api/test/sip/index.js';
import { rotateLog } from '../process.mjs';
import { amiActions } from './ami.js';
import { anAsterisk, type RunningAsterisk } from './an-asterisk.js';

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
    [{ Action: 'MixMonitor', Channel: 'nobody', File: 'x.raw', options: 'D' }, /^Error No such channel/],
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
