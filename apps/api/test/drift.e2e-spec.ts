/** What somebody does to Asterisk behind our back is repaired and listed; what people do here is not. The engine is played. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

interface Drift {
  at: string;
  subject: string;
  kind: string;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());
beforeEach(async () => {
  await reconciled();
  await api.dataSource.query('delete from engine_drift');
});

const drift = async (): Promise<Drift[]> =>
  (await api.admin.ask<{ systemStatus: { drift: Drift[] } }>('{ systemStatus { drift { at subject kind } } }')).systemStatus
    .drift;
const inShort = async (): Promise<string[]> => (await drift()).map(({ subject, kind }) => `${kind} ${subject}`).sort();

/** Asterisk is away for a moment and comes back: everything is compared. */
async function reconciled(meanwhile: () => unknown = () => undefined): Promise<void> {
  const { provisioning } = api;
  let comparisons = 0;
  const reconcile = provisioning.reconcile.bind(provisioning);
  const apply = provisioning.runningDialplan.bind(provisioning);
  let isDone = false;
  api.telephony.disconnect();
  await meanwhile();
  provisioning.reconcile = async (desired) => {
    const found = await reconcile(desired);
    comparisons += 1;
    return found;
  };
  provisioning.runningDialplan = async (context) => {
    const running = await apply(context);
    isDone = comparisons > 0 && context === 'inbound';
    return running;
  };
  api.telephony.connect();
  await until(() => expect(isDone).toBe(true));
  provisioning.reconcile = reconcile;
  provisioning.runningDialplan = apply;
}

async function createTrunk(name: string): Promise<string> {
  const { createTrunk: made } = await api.admin.ask<{ createTrunk: { id: string } }>(
    `mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { id } ... on OperationError { message } } }`,
    { input: { name, server: 'bell.uz', username: 'login', password: 'S3cret!' } },
  );
  return made.id;
}

describe('systemStatus.drift', () => {
  it('should list with its time what was taken away, changed and added, and repair it', async () => {
    await createTrunk('Taken');
    await createTrunk('Changed');
    await createTrunk('Same');
    const { trunks } = api.provisioning;
    const [taken, changed] = [trunks.get('Taken')!, trunks.get('Changed')!];
    const begin = Date.now();
    await reconciled(() => {
      trunks.delete('Taken');
      trunks.set('Changed', { ...changed, port: 1 });
      trunks.set('Added', { ...taken, name: 'Added' });
    });
    await until(async () =>
      expect(await inShort()).toEqual(['CHANGED trunk Changed', 'LEFT_OVER trunk Added', 'MISSING trunk Taken']),
    );
    expect(trunks.get('Taken')).toEqual(taken);
    expect(trunks.get('Changed')).toEqual(changed);
    expect(trunks.has('Added')).toBe(false);
    for (const { at } of await drift()) expect(Math.abs(Date.parse(at) - begin)).toBeLessThan(5_000);
  });

  it('should not list what people did here while Asterisk was away', async () => {
    const id = await createTrunk('Here');
    const gone = await createTrunk('Gone');
    const answers: unknown[] = [];
    await reconciled(async () => {
      api.provisioning.isReady = false;
      await createTrunk('Later');
      answers.push(
        await api.admin.send(
          `mutation { updateTrunk(id: "${id}", input: { name: "There", port: 5070 }) { ... on Trunk { id } } }`,
        ),
        await api.admin.send(`mutation { deleteTrunk(id: "${gone}") { ... on Trunk { id } } }`),
      );
      api.provisioning.isReady = true;
    });
    expect(answers).toMatchObject([{ data: { updateTrunk: { id } } }, { data: { deleteTrunk: { id: gone } } }]);
    expect(api.provisioning.trunks.get('There')).toMatchObject({ port: 5070 });
    expect([...api.provisioning.trunks.keys()]).not.toContain('Here');
    expect([...api.provisioning.trunks.keys()]).not.toContain('Gone');
    expect(await inShort()).toEqual([]);
    // Once it is there, it counts again.
    await reconciled(() => api.provisioning.trunks.delete('Later'));
    await until(async () => expect(await inShort()).toEqual(['MISSING trunk Later']));
  });

  it('should list a dialplan that runs something else, but not one whose rules changed here', async () => {
    const { dialplans } = api.provisioning;
    const before = dialplans.get('outbound');
    await reconciled(() => dialplans.set('outbound', ['exten => 1,1,Hangup()']));
    await until(async () => expect(await inShort()).toEqual(['CHANGED dialplan outbound']));
    expect(dialplans.get('outbound')).toEqual(before);
    await reconciled(async () => {
      const rule = '{ name: "Rossiya", pattern: "_7X." }';
      await api.admin.send(`mutation { createDialplanRule(input: ${rule}) { ... on DialplanRule { id } } }`);
    });
    await until(() => expect(dialplans.get('outbound')).not.toEqual(before));
    expect(await inShort()).toEqual(['CHANGED dialplan outbound']);
  });

  it('should keep the latest 300', async () => {
    await api.dataSource.query(
      `insert into engine_drift (at, subject, kind) select now(), 'trunk T' || n, 'CHANGED' from generate_series(1, 400) n`,
    );
    await createTrunk('Newest');
    await reconciled(() => api.provisioning.trunks.delete('Newest'));
    await until(async () => expect((await drift())[0]).toMatchObject({ subject: 'trunk Newest', kind: 'MISSING' }));
    await until(async () =>
      expect(await api.dataSource.query('select count(*)::int from engine_drift')).toEqual([{ count: 300 }]),
    );
  });

  it('should compare again at once where Asterisk went and came back just as a comparison ended', async () => {
    await createTrunk('Blink');
    const { provisioning, telephony } = api;
    const running = provisioning.runningDialplan.bind(provisioning);
    let hasBlinked = false;
    provisioning.runningDialplan = async (context) => {
      const lines = await running(context);
      if (context !== 'inbound' || hasBlinked) return lines;
      hasBlinked = true;
      provisioning.trunks.delete('Blink');
      telephony.disconnect();
      telephony.connect();
      return lines;
    };
    telephony.disconnect();
    telephony.connect();
    await until(() => expect(hasBlinked).toBe(true));
    await until(() => expect(provisioning.trunks.has('Blink')).toBe(true));
    provisioning.runningDialplan = running;
  });

  it.each([
    ['SUPERVISOR', true],
    ['AGENT', false],
  ] as const)('should be readable for a %s: %s', async (role, may) => {
    const { client } = await api.user(role);
    const { errors } = await client.send('{ systemStatus { drift { subject } } }');
    expect(errors?.[0]?.extensions?.code).toBe(may ? undefined : 'FORBIDDEN');
  });
});
