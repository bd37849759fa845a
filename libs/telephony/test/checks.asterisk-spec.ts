/** Faults are put into a real Asterisk's configuration by hand; each has to be found and named with its file and line. Two starts: as it should be, and broken. */
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '@app/common';
import { aPort, testDatabaseUrl } from '@app/common/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsterisk } from '../../../asterisk/process.mjs';
import { anAsterisk, type RunningAsterisk } from '../../../asterisk/test/an-asterisk.js';
import type { CheckSettings } from '../src/checks/engine-check.js';
import { examineEngine } from '../src/index.js';
import { settingsOf } from './given-engine.js';

const CEL_TABLE = `create table cel (eventtype text, eventtime timestamptz, uniqueid text, linkedid text, channame text, accountcode text, extra text)`;
const HOUR = 3_600_000;

let asterisk: RunningAsterisk;
let settings: CheckSettings;

beforeAll(async () => {
  const url = await testDatabaseUrl();
  const database = new pg.Client(url);
  await database.connect();
  await database.query(CEL_TABLE);
  await database.end();
  asterisk = await anAsterisk({ database: { url } });
  settings = { ...settingsOf(asterisk, url, true), externalAddress: undefined, localNets: ['10.0.0.0/8'], maxCalls: 30 };
});
afterAll(() => asterisk?.dispose());

/** What is wrong: the code of each finding with the file, section and lines that it names. */
async function faults(changed: Partial<CheckSettings> = {}, now?: () => number): Promise<Record<string, Finding>> {
  const findings = await examineEngine({ ...settings, ...changed }, now);
  return Object.fromEntries(findings.filter(({ state }) => state !== 'OK').map((finding) => [finding.code, finding]));
}

const fault = (state: string, file: string, section: string | undefined, line: string): unknown =>
  expect.objectContaining({
    state,
    remedy: expect.objectContaining({
      file,
      ...(section !== undefined && { section }),
      lines: expect.arrayContaining([expect.stringContaining(line)]),
    }),
  });

describe('examineEngine, of an Asterisk that is as it should be', () => {
  it('should find nothing', async () => {
    expect(await faults()).toEqual({});
  });

  it('should leave nothing behind', async () => {
    await faults();
    expect(await asterisk.cli('pjsip show aors')).not.toContain('trunkline-check');
  });

  it.each<[string, () => Promise<Partial<CheckSettings>>, string, string, string, string]>([
    ['a wrong ARI password', async () => ({ ariPassword: 'wrong' }), 'asterisk.ari', 'ari.conf', 'backend', 'password = '],
    [
      'an ARI that is not there',
      async () => ({ ariUrl: `http://127.0.0.1:${await aPort()}` }),
      ...(['asterisk.ari', 'http.conf', 'general', 'bindport = '] as const),
    ],
    ['a wrong AMI password', async () => ({ amiPassword: 'wrong' }), 'asterisk.ami', 'manager.conf', 'backend', 'secret = '],
    ['an AMI that is not there', async () => ({ amiPort: await aPort() }), 'asterisk.ami', 'manager.conf', 'general', 'port = '],
    [
      'a public address that Asterisk does not know',
      async () => ({ externalAddress: '203.0.113.9' }),
      ...(['asterisk.nat', 'pjsip.conf', 'transport-udp', 'external_media_address = 203.0.113.9'] as const),
    ],
    ['more calls than RTP ports', async () => ({ maxCalls: 100 }), 'asterisk.rtp', 'rtp.conf', 'general', 'rtpend = 21899'],
  ])('should name %s', async (_what, changed, code, file, section, line) => {
    expect((await faults(await changed()))[code]).toEqual(fault('ERROR', file, section, line));
  });

  it('should name a copy of the SIP messages that goes elsewhere, and show no password', async () => {
    const found = await faults({ hepPort: 1, hepPassword: 's3cret-of-ours' });
    expect(found).toEqual({ 'asterisk.hep': fault('WARNING', 'hep.conf', 'general', 'capture_address = 127.0.0.1:1') });
    expect(JSON.stringify(found)).not.toContain('s3cret-of-ours');
  });

  it('should name clocks that differ', async () => {
    const found = await faults({}, () => Date.now() + HOUR);
    expect(found).toEqual({ 'asterisk.clock': fault('ERROR', 'both machines', undefined, 'set-ntp true') });
    expect(found['asterisk.clock']?.message).toMatch(/3(599|600)(\.\d)? s behind/);
  });

  it('should not guess what it can not see', async () => {
    const found = await faults({ ariPassword: 'wrong', amiPassword: 'wrong' });
    const { 'asterisk.ari': ari, 'asterisk.ami': ami, ...others } = found;
    expect([ari?.state, ami?.state]).toEqual(['ERROR', 'ERROR']);
    expect(new Set(Object.values(others).map(({ state }) => state))).toEqual(new Set(['UNKNOWN']));
    expect(Object.keys(others).length).toBeGreaterThan(15);
  });
});

describe('examineEngine, of an Asterisk with faults put in by hand', () => {
  beforeAll(breakIt);

  it.each([
    ['no sorcery', 'asterisk.sorcery', 'ERROR', 'sorcery.conf', 'res_pjsip', 'endpoint = astdb,ps_endpoints'],
    ['nothing that can be pushed', 'asterisk.pushing', 'ERROR', 'sorcery.conf', 'res_pjsip', 'aor = astdb,ps_aors'],
    ['the WebSocket on loopback', 'asterisk.websocket', 'ERROR', 'pjsip.conf', 'transport-ws', 'bind = 0.0.0.0'],
    ['a transport that is missing', 'asterisk.transports', 'WARNING', 'pjsip.conf', 'transport-tls', 'protocol = tls'],
    [
      'names believed before addresses',
      'asterisk.callers',
      'WARNING',
      'pjsip.conf',
      'global',
      'endpoint_identifier_order = ip,username',
    ],
    ['an anonymous endpoint', 'asterisk.strangers', 'WARNING', 'pjsip.conf', 'anonymous', 'take the whole section out'],
    ['icesupport=no', 'asterisk.ice', 'ERROR', 'rtp.conf', 'general', 'icesupport = yes'],
    ['sessionlimit 5', 'asterisk.sessions', 'ERROR', 'http.conf', 'general', 'sessionlimit = 2000'],
    ['no recording folder', 'asterisk.recordings', 'ERROR', "Asterisk's spool folder", undefined, 'recording'],
    ['no CEL', 'asterisk.cel', 'WARNING', 'cel.conf', 'general', 'enable = yes'],
    ['no copy of the SIP messages', 'asterisk.hep', 'WARNING', 'modules.conf', 'modules', 'load = res_hep_pjsip.so'],
    ['modules that are missing', 'asterisk.modules', 'ERROR', 'modules.conf', 'modules', 'load = app_mixmonitor.so'],
    ['no sounds', 'asterisk.sounds', 'WARNING', "the system's packages", undefined, 'asterisk-core-sounds-en'],
    ['no tones', 'asterisk.tones', 'WARNING', 'indications.conf', 'general', 'country = uz'],
    [
      'rules that are not included',
      'asterisk.dialplan',
      'ERROR',
      'extensions.conf',
      undefined,
      '#tryinclude trunkline-outbound.conf',
    ],
    ['a context [default]', 'asterisk.default', 'WARNING', 'extensions.conf', 'default', 'take the whole section out'],
    ['networks that are not included', 'asterisk.networks', 'ERROR', 'acl.conf', undefined, '#tryinclude trunkline-acl.conf'],
    ['dangerous functions', 'asterisk.dangerous', 'ERROR', 'asterisk.conf', 'options', 'live_dangerously = no'],
  ])('should name %s', async (_what, code, state, file, section, line) => {
    expect((await faults())[code]).toEqual(fault(state, file, section, line));
  });

  it('should say nothing of what is as it should be', async () => {
    const found = Object.keys(await faults());
    const right = ['asterisk.ari', 'asterisk.ami', 'asterisk.version', 'asterisk.clock', 'asterisk.ari.rights', 'asterisk.nat'];
    expect(
      found.filter((code) => [...right, 'asterisk.ami.rights', 'asterisk.ami.events', 'asterisk.ami.excess'].includes(code)),
    ).toEqual([]);
  });

  it('should name an ARI user that may only read', async () => {
    const found = await faults({ ariUsername: 'reader', ariPassword: 'reader-password' });
    expect(found['asterisk.ari.rights']).toEqual(fault('ERROR', 'ari.conf', 'reader', 'read_only = no'));
  });

  it('should name an AMI user with too few rights, and what can not be seen for it', async () => {
    const found = await faults({ amiUsername: 'weak', amiPassword: 'weak-password' });
    expect(found['asterisk.ami.rights']).toEqual(fault('ERROR', 'manager.conf', 'weak', 'write = system,reporting,config'));
    expect(found['asterisk.ami.rights']?.message).toContain('UpdateConfig');
    expect(found['asterisk.ice']).toMatchObject({ state: 'UNKNOWN', message: expect.stringContaining('right config') });
  });

  it('should name an AMI user with too many, and one that is told nothing', async () => {
    const found = await faults({ amiUsername: 'wide', amiPassword: 'wide-password' });
    expect(found['asterisk.ami.excess']).toEqual(fault('WARNING', 'manager.conf', 'wide', 'write = system,reporting,config'));
    expect(found['asterisk.ami.events']).toEqual(fault('ERROR', 'manager.conf', 'wide', 'read = system,reporting'));
  });
});

/** The same Asterisk once more, with every fault at once. */
async function breakIt(): Promise<void> {
  const { runDir, options, configFile } = asterisk;
  const edit = async (file: string, change: (text: string) => string) => {
    const path = join(runDir, 'etc', file);
    const before = await readFile(path, 'utf8').catch(() => '');
    const after = change(before);
    if (after === before) throw new Error(`${file} is as it was`);
    await writeFile(path, after);
  };
  await asterisk.stop();
  await edit('sorcery.conf', () => '; empty\n');
  await edit(
    'pjsip.conf',
    (text) =>
      `${text
        .replace(/(\[transport-ws\][^]*?bind = )0\.0\.0\.0/, '$1127.0.0.1')
        .replace('[transport-tls]', '[other-tls]')
        .replace('ip,username', 'username,ip')}
[anonymous]\ntype = endpoint\ncontext = inbound\n`,
  );
  await edit('rtp.conf', (text) => text.replace('icesupport = yes', 'icesupport = no'));
  await edit('http.conf', (text) => text.replace('sessionlimit = 2000', 'sessionlimit = 5'));
  await edit('cel.conf', (text) => text.replace('enable = yes', 'enable = no'));
  await edit('modules.conf', (text) => text.replace('load = app_mixmonitor.so', '').replace('load = res_hep_pjsip.so', ''));
  await edit('indications.conf', () => '[general]\n');
  await edit(
    'extensions.conf',
    (text) => `${text.replace('#tryinclude trunkline-outbound.conf', '')}\n[default]\nexten => 1,1,NoOp()\n`,
  );
  await edit('acl.conf', () => '; nothing\n');
  await edit('trunkline-acl.conf', () => '[trunkline-desks]\ndeny = 0.0.0.0/0.0.0.0\n');
  await edit(
    'ari.conf',
    (text) => `${text}\n[reader]\ntype = user\nread_only = yes\npassword_format = plain\npassword = reader-password\n`,
  );
  await edit(
    'manager.conf',
    (text) => `${text}\n[weak]\nsecret = weak-password\nread = system\nwrite = reporting\n
[wide]\nsecret = wide-password\nread = call\nwrite = all\n`,
  );
  await rm(join(runDir, 'spool/recording'), { recursive: true });
  // Its documentation and API descriptions stay: without them it does not start.
  const data = join(runDir, 'data');
  await mkdir(data);
  for (const name of await readdir(options.program.dataDir))
    if (name !== 'sounds') await symlink(join(options.program.dataDir, name), join(data, name));
  await edit('asterisk.conf', (text) =>
    text.replace(/astdatadir => .*/, `astdatadir => ${data}`).replace('live_dangerously = no', 'live_dangerously = yes'),
  );
  const isReady = async (cli: (command: string) => Promise<string>) => /fully booted/i.test(await cli('core waitfullybooted'));
  const again = await runAsterisk({
    program: options.program,
    name: 'Asterisk',
    runDir,
    configFile,
    ports: [],
    isReady,
    log: () => undefined,
  });
  asterisk.stop = again.stop;
  asterisk.dispose = async () => {
    await again.stop();
    await rm(runDir, { recursive: true, force: true });
  };
}
