/** The two together: the trunk `Demo` registers with the carrier, calls come and go, and the books are kept. */
import { createSocket, type Socket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabaseUrl, until } from '@app/common/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDemoCarrier, anAsterisk, type RunningAsterisk, type RunningCarrier } from './an-asterisk.js';

/** The columns that cel_pgsql writes, as far as a table has them. */
const CEL_TABLE = `create table cel (
  id bigserial primary key, eventtype text not null, eventtime timestamptz not null, uniqueid text not null, linkedid text not null,
  channame text not null, cid_num text, exten text, context text, accountcode text, extra text)`;

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let database: pg.Client;
let hep: Socket;
const datagrams: Buffer[] = [];

beforeAll(async () => {
  const url = await testDatabaseUrl();
  database = new pg.Client(url);
  await database.connect();
  await database.query(CEL_TABLE);
  [asterisk, carrier] = await Promise.all([anAsterisk({ database: { url } }), aDemoCarrier()]);
  hep = createSocket('udp4').on('message', (datagram) => datagrams.push(datagram));
  await new Promise<void>((done) => hep.bind(asterisk.options.ports.hep ?? 0, '127.0.0.1', done));
});
afterAll(async () => {
  hep?.close();
  await Promise.all([asterisk?.dispose(), carrier?.dispose(), database?.end()]);
});

const ari = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown) => {
  const { ports, secrets } = asterisk.options;
  const authorization = `Basic ${Buffer.from(`${secrets.ari.username}:${secrets.ari.password}`).toString('base64')}`;
  const answer = await fetch(`http://127.0.0.1:${String(ports.http)}/ari/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
};

const push = (type: string, id: string, fields: Record<string, string>) =>
  ari('PUT', `asterisk/config/dynamic/res_pjsip/${type}/${id}`, {
    fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })),
  });

/** As the api pushes it, in short. */
async function pushTrunk(id: string, password: string): Promise<void> {
  const server = `sip:127.0.0.1:${String(carrier.port)}`;
  await push('auth', id, { auth_type: 'userpass', username: 'demo', password });
  await push('aor', id, { contact: server });
  await push('endpoint', id, {
    ...{ context: 'inbound', aors: id, outbound_auth: id, identify_by: 'ip', transport: 'transport-udp' },
    ...{ disallow: 'all', allow: 'alaw', direct_media: 'no' },
  });
  await push('registration', id, {
    ...{
      server_uri: server,
      client_uri: `sip:demo@127.0.0.1:${String(carrier.port)}`,
      contact_user: '998712000001',
      outbound_auth: id,
    },
    ...{ line: 'yes', endpoint: id, transport: 'transport-udp', max_random_initial_delay: '0', auth_rejection_permanent: 'no' },
  });
}

const registrationOf = async (id: string) =>
  new RegExp(`^ ${id}/.* (\\w+) +\\(exp`, 'm').exec(await asterisk.cli('pjsip show registrations'))?.[1];
const callsProcessed = async () => Number(/^(\d+) calls? processed/m.exec(await asterisk.cli('core show channels count'))?.[1]);

it('should start cleanly with a database and with HEP', async () => {
  expect((await asterisk.complaints()).filter((line) => !/stir_shaken/.test(line))).toEqual([]);
  expect(await asterisk.cli('module show like cel_pgsql')).toContain('Running');
  expect(await asterisk.cli('module show like res_hep')).toMatch(/res_hep_pjsip.*Running/);
});

describe('the trunk', () => {
  it('should be rejected with a wrong password', async () => {
    await pushTrunk('Wrong', 'not-the-password');
    await until(async () => expect(await registrationOf('Wrong')).toBe('Rejected'));
    for (const type of ['registration', 'endpoint', 'aor', 'auth'])
      await ari('DELETE', `asterisk/config/dynamic/res_pjsip/${type}/Wrong`);
    expect(await carrier.cli('pjsip show contacts')).toContain('No objects found');
  });

  it('should register with the right one, where the carrier finds it', async () => {
    await pushTrunk('Demo', carrier.password);
    await until(async () => expect(await registrationOf('Demo')).toBe('Registered'));
    expect(await carrier.cli('pjsip show contacts')).toContain(
      `sip:998712000001@127.0.0.1:${String(asterisk.options.ports.sip)};line=`,
    );
  });

  it('should carry a call, and another one back to the context of trunks', async () => {
    const before = await callsProcessed();
    await ari('POST', 'channels/first?endpoint=PJSIP/998000000011@Demo&extension=none&context=outbound', {});
    await until(async () => expect(await callsProcessed()).toBeGreaterThanOrEqual(before + 2), { timeoutMs: 10_000 });
    const log = await readFile(join(asterisk.runDir, 'log/full'), 'utf8');
    expect(log).toMatch(/Executing \[998712000001@inbound:1\]/);
    expect(log).toMatch(/Executing \[998712000001@inbound:\d\] Hangup\("PJSIP\/Demo-[0-9a-f]+", "34"\)/);
  });

  it("should have its calls in Asterisk's own books, with the call's ids", async () => {
    await until(async () => {
      const { rows } = await database.query<{ eventtype: string }>(
        "select eventtype from cel where uniqueid = 'first' order by eventtime",
      );
      expect(rows.map(({ eventtype }) => eventtype)).toEqual(expect.arrayContaining(['CHAN_START', 'HANGUP', 'CHAN_END']));
    });
  });

  it('should have its SIP messages copied, with the password that tells them from forgeries', async () => {
    expect(datagrams.length).toBeGreaterThan(3);
    expect(datagrams.every((datagram) => datagram.toString('latin1', 0, 4) === 'HEP3')).toBe(true);
    expect(datagrams.every((datagram) => datagram.includes(asterisk.options.secrets.hep ?? ''))).toBe(true);
    expect(datagrams.some((datagram) => datagram.includes('REGISTER sip:127.0.0.1'))).toBe(true);
  });

  it('should register again after a restart of Asterisk, with nobody pushing anything', async () => {
    await asterisk.stop();
    asterisk = await anAsterisk({ ...asterisk.options });
    await until(async () => expect(await registrationOf('Demo')).toBe('Registered'), { timeoutMs: 10_000 });
  });
});

it('should tell the other side of a NAT its public address', async () => {
  const behind = await anAsterisk({ nat: { externalAddress: '203.0.113.5', localNets: ['10.0.0.0/8', '192.168.0.0/16'] } });
  for (const transport of ['udp', 'tcp', 'tls', 'ws']) {
    const shown = await behind.cli(`pjsip show transport transport-${transport}`);
    expect(shown).toMatch(/external_signaling_address\s+: 203\.0\.113\.5/);
    expect(shown).toMatch(/external_media_address\s+: 203\.0\.113\.5/);
    expect(shown).toMatch(/local_net\s+: .*10\.0\.0\.0/);
  }
  expect(await behind.complaints()).toEqual([]);
  await behind.dispose();
});
