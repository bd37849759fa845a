import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { plainTrunkSpec } from '../testing/plain-trunk-spec.js';
import { TRIAL_PREFIX, type PhoneSpec, type TrunkSpec } from '../src/telephony.provisioning.js';
import {
  aConnectedEngine,
  aDemoCarrier,
  anAsterisk,
  demoTrunk,
  type GivenEngine,
  type RunningAsterisk,
  type RunningCarrier,
} from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let given: GivenEngine;

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), aDemoCarrier()]);
  given = await aConnectedEngine(asterisk);
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.dispose()]);
});

beforeEach(async () => {
  await given.engine.provisioning.reconcile({ trunks: [], phones: [] });
});

const drift = (found: readonly { subject: string; kind: string }[]) =>
  found.map(({ subject, kind }) => `${subject} ${kind}`).sort();
const stateOf = async (name: string) =>
  (await given.engine.provisioning.registrations()).find((report) => report.trunkName === name)?.state;
const registered = (name = 'Demo') => until(async () => expect(await stateOf(name)).toBe('REGISTERED'));
const contactsAtCarrier = async () =>
  (await carrier.cli('pjsip show contacts')).split('\n').filter((line) => line.includes('demo/sip:')).length;

const browserPhone: PhoneSpec = {
  phoneId: '201',
  extension: '201',
  kind: 'browser',
  username: '201-abc',
  password: 'p a"s;s:wörd',
  networks: [],
};
const deskPhone: PhoneSpec = {
  phoneId: '201-desk',
  extension: '201',
  kind: 'desk',
  username: '201-desk',
  password: 'x'.repeat(32),
  networks: ['10.0.0.0/8', '127.0.0.0/8'],
};
const ipTrunk: TrunkSpec = {
  name: 'Ip',
  server: '127.0.0.9',
  port: 5070,
  transport: 'UDP',
  authMode: 'IP',
  username: null,
  password: null,
  callerId: null,
  codecs: ['alaw'],
  ...plainTrunkSpec,
  isEnabled: true,
};

describe('a trunk', () => {
  it('should be put, register, and be found as it is', async () => {
    const trunk = demoTrunk(carrier);
    expect(drift(await given.engine.provisioning.applyTrunk(trunk))).toEqual(['trunk Demo MISSING']);
    await registered();
    expect(await contactsAtCarrier()).toBe(1);
    expect(drift(await given.engine.provisioning.applyTrunk(trunk))).toEqual([]);
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [trunk], phones: [] }))).toEqual([]);
    expect(await asterisk.cli('pjsip show endpoint Demo')).toMatch(/identify_by +: ip\s/);
  });

  it('should let go of its registration at the provider when it is removed', async () => {
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
    await registered();
    await given.engine.provisioning.removeTrunk('Demo');
    await until(async () => expect(await contactsAtCarrier()).toBe(0));
    await given.engine.provisioning.removeTrunk('Demo');
    expect(await stateOf('Demo')).toBeUndefined();
  });

  it('should be rejected with a wrong password, and register once it is right', async () => {
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier, { password: 'wrong' }));
    await until(async () => expect(await stateOf('Demo')).toBe('REJECTED'));
    expect(drift(await given.engine.provisioning.applyTrunk(demoTrunk(carrier)))).toEqual(['trunk Demo CHANGED']);
    await registered();
  });

  it('should register again with another login, port and name', async () => {
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier, { port: 9, username: 'nobody' }));
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier, { username: 'nobody' }));
    await until(async () => expect(await stateOf('Demo')).toBe('REJECTED'));
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
    await registered();
    expect(drift(await given.engine.provisioning.applyTrunk(demoTrunk(carrier, { name: 'Demo-2' }), 'Demo'))).toEqual([
      'trunk Demo-2 MISSING',
    ]);
    await registered('Demo-2');
    expect(await stateOf('Demo')).toBeUndefined();
    await given.engine.provisioning.reregisterTrunk('Demo-2');
    await expect(given.engine.provisioning.reregisterTrunk('Demo')).rejects.toMatchObject({ status: 404 });
  });

  it('should have no objects when it is off, and none of the other kind when it changes', async () => {
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
    expect(drift(await given.engine.provisioning.applyTrunk(demoTrunk(carrier, { isEnabled: false })))).toEqual([
      'trunk Demo LEFT_OVER',
    ]);
    expect(await asterisk.cli('pjsip show endpoint Demo')).toContain('Unable to find object');
    await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
    await given.engine.provisioning.applyTrunk({ ...ipTrunk, name: 'Demo' });
    expect(await stateOf('Demo')).toBeUndefined();
    expect(await asterisk.cli('pjsip show identify Demo')).toContain('127.0.0.9:5070');
    expect(drift(await given.engine.provisioning.applyTrunk({ ...ipTrunk, name: 'Demo' }))).toEqual([]);
  });

  // A contact that is put beside an old one takes its place or not, as their hashes fall: hence several.
  it('should be dialled at its new server alone when its server changes', async () => {
    for (let port = 5071; port < 5091; port += 1) {
      await given.engine.provisioning.applyTrunk({ ...ipTrunk, name: 'Moved', port });
      const contacts = (await asterisk.cli('pjsip show aor Moved')).match(/sip:127\.0\.0\.9:\d+/g) ?? [];
      expect(new Set(contacts)).toEqual(new Set([`sip:127.0.0.9:${String(port)}`]));
    }
    await given.engine.provisioning.removeTrunk('Moved');
  });

  it('should be refused whole when a value may not go out', async () => {
    await expect(given.engine.provisioning.applyTrunk(demoTrunk(carrier, { username: 'a\r\n[evil]' }))).rejects.toMatchObject({
      status: 400,
    });
    expect(await asterisk.cli('pjsip show endpoint Demo')).toContain('Unable to find object');
  });
});

describe('phones', () => {
  it('should be put and found as they are', async () => {
    const phones = [browserPhone, deskPhone];
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones }))).toEqual([
      'phone 201 MISSING',
      'phone 201-desk MISSING',
    ]);
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones }))).toEqual([]);
    expect(await asterisk.cli('pjsip show endpoint 201')).toMatch(/webrtc +: yes/);
    const changed = { ...browserPhone, password: randomUUID() };
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones: [changed, deskPhone] }))).toEqual([
      'phone 201 CHANGED',
    ]);
    await given.engine.provisioning.removePhone('201');
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones: [deskPhone] }))).toEqual([]);
    expect(await given.engine.provisioning.onlinePhones()).toEqual(new Set());
  });

  it('should have their networks in a list that Asterisk knows', async () => {
    await given.engine.provisioning.applyPhone(deskPhone);
    const name = /^ *acl *: *(\S+)/m.exec(await asterisk.cli('pjsip show endpoint 201-desk'))?.[1] ?? '';
    expect(name).toMatch(/^trunkline-[0-9a-f]{12}$/);
    expect(await asterisk.cli(`acl show ${name}`)).toContain('allow - 10.0.0.0/255.0.0.0');
    await given.engine.provisioning.applyPhone({ ...deskPhone, networks: ['192.168.0.0/16'] });
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones: [deskPhone] }))).toEqual([
      'phone 201-desk CHANGED',
    ]);
    expect(await asterisk.cli('acl show')).toContain(name);
    // Removed by its id: Asterisk's list of endpoints may not know yet what was put a moment ago.
    await given.engine.provisioning.removePhone(deskPhone.phoneId);
  });
});

const ari = (method: string, path: string, fields?: Record<string, string>) => {
  const { ports, secrets } = asterisk.options;
  return fetch(`http://127.0.0.1:${ports.http}/ari/asterisk/config/dynamic/res_pjsip/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${secrets.ari.username}:${secrets.ari.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(fields && {
      body: JSON.stringify({ fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })) }),
    }),
  });
};

describe('reconcile', () => {
  it('should bring back what somebody deleted or changed, and remove what is left over', async () => {
    const desired = { trunks: [demoTrunk(carrier), ipTrunk], phones: [browserPhone] };
    await given.engine.provisioning.reconcile(desired);
    await ari('DELETE', 'endpoint/201');
    await ari('PUT', 'endpoint/Ip', { identify_by: 'username', context: 'outbound' });
    await ari('DELETE', 'registration/Demo');
    expect(drift(await given.engine.provisioning.reconcile(desired))).toEqual([
      'phone 201 MISSING',
      'trunk Demo CHANGED',
      'trunk Ip CHANGED',
    ]);
    await registered();
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [ipTrunk], phones: [] }))).toEqual([
      'phone 201 LEFT_OVER',
      'trunk Demo LEFT_OVER',
    ]);
  });

  it('should bring back each object of a trunk, and remove what is too much of it', async () => {
    const trunk: TrunkSpec = { ...ipTrunk, isQualified: true, inboundAddresses: ['198.51.100.1', '198.51.100.0/24'] };
    const desired = { trunks: [trunk], phones: [] };
    await given.engine.provisioning.reconcile(desired);
    for (const path of ['aor/trunkline-ping-Ip', 'aor/Ip', 'identify/Ip', 'identify/trunkline-from-Ip-2']) {
      await ari('DELETE', path);
      expect(drift(await given.engine.provisioning.reconcile(desired))).toEqual(['trunk Ip CHANGED']);
      expect((await ari('GET', path)).status).toBe(200);
    }
    await ari('PUT', 'identify/trunkline-from-Ip-4', { endpoint: 'Ip', match: '0.0.0.0/0' });
    expect(drift(await given.engine.provisioning.reconcile(desired))).toEqual(['trunk Ip CHANGED']);
    expect((await ari('GET', 'identify/trunkline-from-Ip-4')).status).toBe(404);
    expect(drift(await given.engine.provisioning.reconcile(desired))).toEqual([]);
  });

  it('should leave alone a trial of this process, and remove one that a dead process left', async () => {
    const trial = `${TRIAL_PREFIX}alive`;
    await given.engine.provisioning.applyTrunk({ ...ipTrunk, name: trial });
    await ari('PUT', `aor/${TRIAL_PREFIX}dead`, { contact: 'sip:127.0.0.9:5070' });
    await ari('PUT', `endpoint/${TRIAL_PREFIX}dead`, { aors: `${TRIAL_PREFIX}dead`, allow: 'alaw', tenantid: 'trunkline' });
    await until(async () =>
      expect(drift(await given.engine.provisioning.reconcile({ trunks: [], phones: [] }))).toEqual([
        `trunk ${TRIAL_PREFIX}dead LEFT_OVER`,
      ]),
    );
    expect((await ari('GET', `endpoint/${trial}`)).status).toBe(200);
    await given.engine.provisioning.removeTrunk(trial);
    expect((await ari('GET', `endpoint/${trial}`)).status).toBe(404);
    expect((await ari('GET', `aor/${TRIAL_PREFIX}dead`)).status).toBe(404);
  });

  it('should leave alone what somebody else pushed, and go on past what Asterisk refuses', async () => {
    const lost: TrunkSpec = { ...ipTrunk, name: 'Lost', server: 'no-such-host.invalid' };
    expect(drift(await given.engine.provisioning.reconcile({ trunks: [lost, ipTrunk], phones: [] }))).toEqual([
      'trunk Ip MISSING',
    ]);
    await expect(given.engine.provisioning.applyTrunk(lost)).rejects.toMatchObject({ status: 400 });
  });
});

describe('the dialplan', () => {
  const lines = [
    "exten => _998X.,1,NoOp(Chiquvchi qo'ng'iroq: ${FILTER(0-9,${EXTEN})})",
    ' same => n,Set(TO_NUMBER=${FILTER(0-9,${EXTEN})})',
    ' same => n,GotoIf($[${LEN(${EXTEN})} != 12 | ${LEN(${TO_NUMBER})} != 12]?refuse)',
    ' same => n,Stasis(trunkline,outbound,${TO_NUMBER},${UUID()})',
    ' same => n,GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
    ' same => n,GotoIf($[${REGEX("^(3|18)$" ${HANGUPCAUSE})} = 0]?end)',
    ' same => n(end),Hangup(${HANGUPCAUSE})',
    ' same => n(refuse),Hangup(21)',
  ];

  it('should run exactly what was applied, short or long', async () => {
    const { provisioning } = given.engine;
    for (const count of [1, 0, 12, 1]) {
      const many = Array.from({ length: count }, (_, index) =>
        lines.map((line) => line.replace('_998X.', `_9${String(index).padStart(2, '0')}X.`)),
      ).flat();
      const wanted = [...lines, ...many];
      await provisioning.applyDialplan('outbound', wanted);
      expect(await provisioning.runningDialplan('outbound')).toEqual(provisioning.comparableDialplan(wanted));
    }
    expect(await asterisk.cli('dialplan show outbound')).toContain("Chiquvchi qo'ng'iroq");
  });

  it('should keep the old text when a new one is refused', async () => {
    const { provisioning } = given.engine;
    await provisioning.applyDialplan('outbound', lines);
    await expect(provisioning.applyDialplan('outbound', ['exten => _X.,1,System(rm -rf /)'])).rejects.toMatchObject({
      status: 400,
    });
    expect(await provisioning.runningDialplan('outbound')).toEqual(provisioning.comparableDialplan(lines));
    expect(await provisioning.runningDialplan('nowhere')).toEqual([]);
  });
});
