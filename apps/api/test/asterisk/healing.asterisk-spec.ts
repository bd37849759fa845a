/** What Asterisk lost, or somebody changed in it by hand, is put right by itself: here with 50 trunks. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AsteriskStack } from './asterisk-stack.js';
import { differences, noDifference, putFields, removeObject, storedFields } from './engine-state.js';
import { Given, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import { operations, type TrunkView } from './operations.js';

const COUNT = 50;
/** The comparison comes every 60 s. */
const MINUTE_AND_MORE_MS = 65_000;

let stack: AsteriskStack;
let given: Given;
let trunks: GivenTrunk[];
/** Every field of every object, as it should be. */
let whole: string[];

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunks = await inParallel(COUNT, 5, (n) => given.trunk({ priority: n, ...(n % 5 === 4 ? { authMode: 'IP' } : {}) }));
  await untilAllIsWell(0, 10_000);
  whole = await storedFields(stack);
});
afterAll(() => stack?.stop());

const broken = async () => differences(whole, await storedFields(stack));
const registering = (): GivenTrunk[] => trunks.filter((_, n) => n % 5 !== 4);

/** Registered at the provider after that moment, told so by the api, and the dialplan runs. @returns when, ms on the wall clock */
async function untilAllIsWell(since: number, timeoutMs: number): Promise<number> {
  await until(
    async () => {
      const answer = await stack.admin.ask<{ trunks: TrunkView[]; dialplan: { applied: boolean } }>(
        '{ trunks { id registration { state } } dialplan { applied } }',
      );
      const states = answer.trunks.map(({ registration: { state } }) => state);
      expect(states.filter((state) => state === 'REGISTERED')).toHaveLength(registering().length);
      expect(answer.dialplan.applied).toBe(true);
      const fresh = registering().filter(({ username }) =>
        stack.carrier.registrar
          .attemptsOf(username)
          .some(({ at, status, expires }) => at >= since && status === 200 && expires > 0),
      );
      expect(fresh).toHaveLength(registering().length);
    },
    { timeoutMs, everyMs: 50 },
  );
  return Date.now();
}

const drift = async (): Promise<string[]> => {
  const { systemStatus } = await stack.admin.ask<{ systemStatus: { drift: { subject: string; kind: string }[] } }>(
    '{ systemStatus { drift { at subject kind } } }',
  );
  return systemStatus.drift.map(({ subject, kind }) => `${kind} ${subject}`);
};

describe('50 trunks', () => {
  it('should be registered again, and the dialplan run, within 10 s of the return of an Asterisk that was killed', async ({
    annotate,
  }) => {
    await stack.killAsterisk();
    const begin = Date.now();
    await stack.startAsteriskAgain();
    const back = Date.now();
    const took = (await untilAllIsWell(begin, 15_000)) - back;
    await annotate(`all well ${took} ms after its return (its start took ${back - begin} ms)`);
    expect(took).toBeLessThanOrEqual(10_000);
    await until(async () => expect(await broken()).toEqual(noDifference));
  });

  it('should be there again where its database was emptied meanwhile', { timeout: 120_000 }, async ({ annotate }) => {
    await stack.killAsterisk();
    await stack.emptyAsteriskDatabase();
    const begin = Date.now();
    await stack.startAsteriskAgain();
    const back = Date.now();
    const took = (await untilAllIsWell(begin, MINUTE_AND_MORE_MS)) - back;
    await annotate(`all well ${took} ms after its return with an empty database`);
    // Trunks that register nowhere may come after those that were waited for.
    await until(async () => expect(await broken()).toEqual(noDifference));
    await until(async () => {
      const found = await drift();
      for (const { name } of trunks) expect(found).toContainEqual(expect.stringMatching(new RegExp(`^MISSING .*${name}`)));
    });
  });

  it(
    'should be whole again within 65 s of what somebody deletes, changes and adds by hand',
    { timeout: 120_000 },
    async ({ annotate }) => {
      const [byCli, byAri, changed, last] = trunks;
      if (!byCli || !byAri || !changed || !last) throw new Error('There are too few trunks.');
      const begin = Date.now();
      await stack.asterisk.cli(`database deltree ps_endpoints ${byCli.name}`);
      await stack.asterisk.cli(`database deltree ps_auths ${last.name}`);
      await removeObject(stack, 'registration', byAri.name);
      await removeObject(stack, 'aor', byAri.name);
      await putFields(stack, 'endpoint', changed.name, { context: 'outbound' });
      // A trunk of ours that the api knows nothing of.
      await putFields(stack, 'aor', 'Leftover', { contact: `sip:127.0.0.1:${stack.carrier.port}` });
      await putFields(stack, 'endpoint', 'Leftover', {
        tenantid: 'trunkline',
        aors: 'Leftover',
        allow: 'alaw',
        context: 'outbound',
      });
      expect(await broken()).not.toEqual(noDifference);

      await until(async () => expect(await broken()).toEqual(noDifference), {
        timeoutMs: MINUTE_AND_MORE_MS,
        everyMs: 250,
      });
      await annotate(`whole again after ${Date.now() - begin} ms`);
      await until(() =>
        expect(stack.carrier.registrar.attemptsOf(byAri.username).at(-1)).toMatchObject({
          status: 200,
          expires: expect.any(Number),
        }),
      );
      await untilAllIsWell(0, 10_000);
      // Written down when the whole comparison is over, so after the last repair.
      await until(async () => {
        const found = await drift();
        for (const name of [byCli.name, byAri.name, changed.name, last.name, 'Leftover'])
          expect(found).toContainEqual(expect.stringContaining(name));
      });
    },
  );

  it('should still be called, each of them', async () => {
    for (const trunk of [trunks[0], trunks[4], trunks.at(-1)]) {
      if (!trunk) throw new Error('There are too few trunks.');
      const { id } = await given.announcement(trunk, [(call) => call.answer()]);
      await given.untilCallIs(id, 'ANSWERED');
      await given.hangUp(id);
    }
    const { trunk } = await stack.admin.ask<{ trunk: TrunkView }>(operations.trunk, { id: trunks[0]?.id });
    expect(trunk.registration.state).toBe('REGISTERED');
  });
});
