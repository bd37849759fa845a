import type { AgentPhone } from '@app/agents';
import { Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { IncomingCalls } from '../testing/incoming-calls.js';

let harness: CallsHarness;
let calls: IncomingCalls;
let phone: AgentPhone;

beforeAll(async () => {
  harness = await CallsHarness.start({ maxCalls: 6 });
  calls = new IncomingCalls(harness);
  await harness.trunk('BellUZ', { maxChannels: 4 });
  phone = await harness.phone(await harness.user(Role.AGENT, '201'));
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
  Object.assign(harness.distribution, { steps: [[phone]], waits: false });
});
afterEach(() => harness.untilNothingIsLeft());

describe('limits', () => {
  beforeEach(() => {
    harness.distribution.waits = true;
  });

  it('should refuse a call too many for its trunk as busy, and keep nothing of it', async () => {
    const legs = [calls.comes(), calls.comes(), calls.comes(), calls.comes()];
    for (const leg of legs) await calls.callIdOf(leg);
    const tooMany = calls.comes();
    await until(() => expect(calls.causesOf(tooMany)).toEqual([17]));
    expect(await harness.dataSource.query('select 1 from call_legs where id = $1', [tooMany])).toEqual([]);
    for (const leg of legs) if (harness.gateway.leg(leg)) harness.gateway.end(leg);
  });

  it('should count all calls', async () => {
    await harness.trunk('Free');
    const legs = Array.from({ length: 6 }, () => calls.comes({ originId: 'Free' }));
    for (const leg of legs) await calls.callIdOf(leg);
    const tooMany = calls.comes({ originId: 'Free' });
    await until(() => expect(calls.causesOf(tooMany)).toEqual([17]));
    for (const leg of legs) if (harness.gateway.leg(leg)) harness.gateway.end(leg);
  });

  it('should refuse what comes over a trunk that is not switched on', async () => {
    await harness.trunk('Off', { enabled: false });
    for (const originId of ['Off', 'Nobody']) {
      const far = calls.comes({ originId });
      await until(() => expect(calls.causesOf(far)).toEqual([20]));
    }
  });
});

describe('the number of the caller', () => {
  it.each<[string | null, string | null, boolean]>([
    ['901234567', '998901234567', true],
    ['+998901234567', '998901234567', true],
    ['1050', '1050', true],
    ['1234567', '1234567', true],
    [null, null, false],
    ['anonymous', null, false],
    ['Restricted caller', null, false],
  ])('should be kept and shown, of %s, as %s', async (callerId, from, isShown) => {
    const far = calls.comes({ callerId });
    const id = await calls.callIdOf(far);
    const [request] = await calls.rung(id, 1);
    expect(await harness.find(id)).toMatchObject({ from });
    if (isShown) expect(request?.callerId).toBe(from);
    else expect(request).not.toHaveProperty('callerId');
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED' });
  });
});
