import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import type { Trunk } from '@app/trunks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let first: Trunk;

beforeAll(async () => {
  harness = await CallsHarness.start();
  first = await harness.trunk('First');
  await harness.trunk('Second');
  admin = await harness.user(Role.ADMIN);
});
afterAll(() => harness.stop());
afterEach(async () => {
  await harness.untilNothingIsLeft();
  await harness.rests.noteSuccess(first.id);
  harness.gateway.commands.length = 0;
});

const failure = { cause: 34, sipCode: 503 };
const announce = (input = {}) => harness.call(admin, { connect: { announcement: 'sound:hello-world' }, ...input });
const restsUntil = () => harness.rests.restsUntil(first.id);

/** A call that fails on the first trunk for a technical reason. */
async function failedCall(end = failure): Promise<void> {
  const call = await announce({ trunkName: 'First' });
  harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, end);
  await harness.untilCall(call.id, { state: 'ENDED' });
}

async function failures(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await failedCall();
}

/** Which trunk a call takes first now. */
async function trunkOfNextCall(): Promise<string | null> {
  const call = await announce();
  await harness.service.hangUp(admin, call.id);
  return call.trunkName;
}

describe('a trunk that failed for technical reasons', () => {
  it('should be passed over after five calls in a row, and the plan say so', async () => {
    await failures(4);
    expect(await trunkOfNextCall()).toBe('First');
    await failedCall();
    await until(() => expect(restsUntil()).not.toBeNull());
    expect((restsUntil()?.getTime() ?? 0) - Date.now()).toBeGreaterThan(25_000);

    const call = await announce();
    expect(call.trunkName).toBe('Second');
    expect(call.plan?.attempts).toMatchObject([
      { trunkName: 'First', usable: false, reason: expect.stringContaining('rests until') },
      { trunkName: 'Second', usable: true, reason: null },
    ]);
    await harness.service.hangUp(admin, call.id);
  });

  it('should be tried again when its rest is over, and rest again after one failure more', async () => {
    harness.rests.limits.restMs = 300;
    try {
      await failures(5);
      await until(() => expect(restsUntil()).not.toBeNull());
      await until(() => expect(restsUntil()).toBeNull());
      expect(await trunkOfNextCall()).toBe('First');
      await failedCall();
      await until(() => expect(restsUntil()).not.toBeNull());
    } finally {
      harness.rests.limits.restMs = 30_000;
    }
  });

  it('should count a failure that the next trunk made up for', async () => {
    for (let n = 0; n < 5; n += 1) {
      const call = await announce();
      harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, failure);
      const two = await harness.dialled(call.id, 'CUSTOMER', 2);
      harness.gateway.end(two.legId, { cause: 17, sipCode: 486 });
      await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY' });
    }
    await until(() => expect(restsUntil()).not.toBeNull());
  });

  it.each([
    ['is busy', 'end', { cause: 17, sipCode: 486 }],
    ['does not exist', 'end', { cause: 1, sipCode: 404 }],
    ['rings', 'ring', undefined],
    ['answers', 'answer', undefined],
  ] as const)('should begin to count anew when somebody %s', async (_case, what, end) => {
    await failures(4);
    const call = await announce();
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    if (what === 'end') harness.gateway.end(legId, end);
    else harness.gateway[what](legId);
    // Told at the first sign, not at the end of a long call.
    await until(async () => expect(await harness.dataSource.query('select * from trunk_rests')).toEqual([]));
    await harness.service.hangUp(admin, call.id);
    await harness.untilCall(call.id, { state: 'ENDED' });
    await failures(4);
    expect(restsUntil()).toBeNull();
  });

  it('should not be blamed for what our own side ended', async () => {
    await failures(4);
    const call = await announce();
    await harness.dialled(call.id, 'CUSTOMER');
    await harness.service.hangUp(admin, call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED' });
    expect(await harness.dataSource.query('select failures from trunk_rests')).toEqual([{ failures: 4 }]);
  });
});
