import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { qualityOf, reportQuality } from './control-operations.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';

let stack: AsteriskStack;
let given: Given;
let agent: GivenAgent;
let trunks: Record<'lossy' | 'good', GivenTrunk>;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  lossy = await given.carrier({ media: { toneHertz: 700, losesEvery: 20 } });
  trunks = { lossy: await given.trunk({}, lossy), good: await given.trunk() };
  agent = await given.agentPhone();
});
afterAll(() => stack?.stop());

let lossy: Awaited<ReturnType<Given['carrier']>>;

/** Two calls at the same time, until the carrier that loses packets has sent so many. */
async function talkFor(packets: number) {
  const numbers = { lossy: given.number(), good: given.number() };
  const ids = { lossy: '', good: '' };
  for (const [name, carrier] of [
    ['lossy', lossy],
    ['good', stack.carrier],
  ] as const) {
    carrier.on(numbers[name], ...answersAtOnce);
    const wish = { to: numbers[name], trunkName: trunks[name].name, connect: { agentId: agent.userId }, record: false };
    ({ id: ids[name] } = await given.originated(wish));
    await given.untilCallIs(ids[name], 'ANSWERED');
  }
  await until(() => expect(lossy.callTo(numbers.lossy).media.sent).toBeGreaterThan(packets), { timeoutMs: 40_000 });
  return { ids, seen: lossy.callTo(numbers.lossy) };
}

describe('the quality of a call', { timeout: 90_000 }, () => {
  it('should show 5 % loss on the leg that has it, and on no other', async ({ annotate }) => {
    const { ids } = await talkFor(900);
    expect(await qualityOf(stack.admin, ids.lossy)).toBeNull();
    await reportQuality(agent.client, ids.good, { roundTripMs: 80, lossPercent: 0, jitterMs: 1 });
    for (const id of Object.values(ids)) await given.hangUp(id);
    for (const id of Object.values(ids)) await given.untilCallIs(id, 'ENDED');
    await until(async () => expect(await qualityOf(stack.admin, ids.good)).toHaveLength(2));
    await until(async () => expect(await qualityOf(stack.admin, ids.lossy)).toHaveLength(2));
    const measured = { lossy: await qualityOf(stack.admin, ids.lossy), good: await qualityOf(stack.admin, ids.good) };
    await annotate(JSON.stringify(measured));
    const bySide = (of: 'lossy' | 'good') => Object.fromEntries((measured[of] ?? []).map((quality) => [quality.side, quality]));
    const { lossPercent, mos, jitterMs } = bySide('lossy')['CUSTOMER'] ?? {};
    expect(lossPercent).toBeGreaterThanOrEqual(4);
    expect(lossPercent).toBeLessThanOrEqual(6);
    expect(mos).toBeGreaterThan(3.6);
    expect(mos).toBeLessThan(4.1);
    expect(jitterMs).toBeLessThan(20);
    for (const other of [bySide('lossy')['AGENT'], bySide('good')['AGENT'], bySide('good')['CUSTOMER']]) {
      expect(other?.lossPercent).toBeLessThan(0.5);
      expect(other?.mos).toBeGreaterThan(4.2);
    }
    expect(bySide('good')['AGENT']?.roundTripMs).toBe(80);
  });

  it('should be kept of who hung up by itself, from the samples before', async () => {
    const { ids, seen } = await talkFor(700);
    await seen.hangUp();
    await given.untilCallIs(ids.lossy, 'ENDED');
    // The call is over with its customer; the agent's leg ends a moment later.
    const sides = async () => (await qualityOf(stack.admin, ids.lossy))?.map(({ side }) => side);
    await until(async () => expect(await sides()).toEqual(['AGENT', 'CUSTOMER']));
    await given.hangUp(ids.good);
  });
});
