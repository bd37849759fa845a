import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { answeredCall, type TalkingCall } from '../testing/given-calls.js';

let harness: CallsHarness;
let agent: Principal;
let talking: TalkingCall;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(async () => {
  talking = await answeredCall(harness, agent);
});
afterEach(async () => {
  await harness.service.hangUp(agent, talking.call.id);
  await harness.untilNothingIsLeft();
  expect(harness.legQualities.size).toBe(0);
  harness.gateway.qualities.clear();
});

const sounds = (legId: string, lossPercent: number) =>
  harness.gateway.qualities.set(legId, { jitterMs: 2, lossPercent, roundTripMs: 30 });
const qualityOf = async () => harness.quality.of(await harness.find(talking.call.id));

describe('the quality of a call', () => {
  it('should be that of each side, from the last measurement before we hang up', async () => {
    sounds(talking.near, 0);
    sounds(talking.far, 5);
    await harness.sampler.sample();
    sounds(talking.far, 7);
    expect(await qualityOf()).toBeNull();
    await harness.service.hangUp(agent, talking.call.id);
    await harness.untilCall(talking.call.id, { state: 'ENDED' });
    await harness.untilNothingIsLeft();
    expect(await qualityOf()).toEqual([
      { side: 'AGENT', mos: expect.closeTo(4.39, 1), jitterMs: 2, lossPercent: 0, roundTripMs: 30 },
      { side: 'CUSTOMER', mos: expect.closeTo(3.69, 1), jitterMs: 2, lossPercent: 7, roundTripMs: 30 },
    ]);
  });

  it('should keep the last sample of who hung up by itself', async () => {
    sounds(talking.far, 5);
    await harness.sampler.sample();
    harness.gateway.end(talking.far);
    await harness.untilCall(talking.call.id, { state: 'ENDED' });
    await harness.untilNothingIsLeft();
    expect(await qualityOf()).toMatchObject([{ side: 'CUSTOMER', lossPercent: 5 }]);
  });

  it('should be null where nothing was measured, and hang up all the same where the engine does not answer', async () => {
    const measure = harness.gateway.legQuality.bind(harness.gateway);
    harness.gateway.legQuality = () => new Promise(() => undefined);
    await harness.service.hangUp(agent, talking.call.id);
    await harness.untilCall(talking.call.id, { state: 'ENDED' });
    harness.gateway.legQuality = measure;
    await harness.untilNothingIsLeft();
    expect(await qualityOf()).toBeNull();
  });

  it("should take what the agent's browser says, and show the worse of both", async () => {
    sounds(talking.near, 1);
    const { sequence } = await harness.find(talking.call.id);
    expect(await harness.quality.report(agent, talking.call.id, { lossPercent: 3, audioLevel: 0.5 })).toMatchObject({ sequence });
    await harness.quality.report(agent, talking.call.id, { lossPercent: 4, jitterMs: 1 });
    await harness.service.hangUp(agent, talking.call.id);
    await harness.untilCall(talking.call.id, { state: 'ENDED' });
    await harness.untilNothingIsLeft();
    expect(await qualityOf()).toMatchObject([{ side: 'AGENT', lossPercent: 4, jitterMs: 2, roundTripMs: 30 }]);
    expect(await harness.quality.report(agent, talking.call.id, { lossPercent: 1 })).toMatchObject({
      errorCode: 'CALL_NOT_ACTIVE',
    });
  });

  it('should be reported by the agent of the call alone', async () => {
    const [other, admin] = [await harness.user(Role.AGENT), await harness.user(Role.ADMIN)];
    await expect(harness.quality.report(other, talking.call.id, { lossPercent: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(harness.quality.report(admin, talking.call.id, { lossPercent: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('should be measured of few legs at a time, and not while the engine is away', async () => {
    let [now, most, all] = [0, 0, 0];
    const measure = harness.gateway.legQuality.bind(harness.gateway);
    harness.gateway.legQuality = async (legId) => {
      [now, all] = [now + 1, all + 1];
      most = Math.max(most, now);
      const quality = await measure(legId);
      now -= 1;
      return quality;
    };
    const others = await Promise.all(Array.from({ length: 9 }, (_, n) => answeredCall(harness, agent, `99890555000${n}`)));
    await harness.sampler.sample();
    expect([all, most]).toEqual([20, 8]);
    harness.gateway.disconnect();
    await until(() => expect(harness.conductor.epoch).toBeUndefined());
    await harness.sampler.sample();
    expect(all).toBe(20);
    harness.gateway.connect();
    await harness.untilReady();
    harness.gateway.legQuality = measure;
    for (const { call } of others) await harness.service.hangUp(agent, call.id);
  });
});
