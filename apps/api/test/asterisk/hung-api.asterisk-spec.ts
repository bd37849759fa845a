/** The api that hangs (SIGSTOP) is told from one that lives by its supervisor alone: Asterisk can't see it. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Supervised } from '../../../../scripts/supervise.mjs';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { GivenInbound } from './given-inbound.js';

let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;
let trunk: GivenTrunk;
let agent: GivenAgent;
let supervised: Supervised;
const said: string[] = [];

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
  trunk = await given.trunk();
  agent = await given.agentPhone();
  await stack.api.kill();
  // As `npm start` does it (scripts/services.mjs), with the stack's own process.
  supervised = new Supervised(
    {
      name: 'the api',
      start: async () => {
        await stack.startApiAgain();
        const { api } = stack;
        return { child: api.child, stop: () => api.kill() };
      },
      answers: async () => (await fetch(`${stack.api.url}/health/live`, { signal: AbortSignal.timeout(2000) })).ok,
    },
    // Each of the tests hangs it once: none is to wait longer for the one before.
    { say: (line) => said.push(line), limits: { healthyAfterMs: 0 } },
  );
  await supervised.start();
});
afterAll(async () => {
  await supervised?.stop();
  await stack?.stop();
});

describe('the api that hangs', { timeout: 60_000 }, () => {
  it('should be back within 10 s, with the calls that went on', async ({ annotate }) => {
    const { id, seen } = await given.answeredCall(trunk, agent);
    const before = stack.api.child.pid;
    stack.api.signal('SIGSTOP');
    const hungAt = performance.now();
    const heard = seen.media.received;
    await until(() => expect(stack.api.child.pid).not.toBe(before), { timeoutMs: 10_000, everyMs: 50 });
    await until(async () => expect(await given.call(id)).toMatchObject({ state: 'ANSWERED' }));
    const took = performance.now() - hungAt;
    await annotate(`back after ${Math.round(took)} ms`);
    expect(took).toBeLessThan(10_000);
    expect(seen.media.received).toBeGreaterThan(heard + 200);
    expect(said.join('\n')).toContain('has not answered for 5 s: killing it');
    await given.hangUp(id);
    await until(() => expect(seen.endedBy).toBe('them'));
  });

  it.each([
    ['a phone dialled', async (number: string) => agent.phone.dial(number)],
    ['came in', async (number: string) => inbound.callIn(trunk, { request: number })],
  ])('should take the call that %s meanwhile', async (_what, begin) => {
    agent.phone.whenCalled(...answersAtOnce);
    const number = await inbound.route({ groupId: await inbound.group([agent]) });
    stack.carrier.on(number, ...answersAtOnce);
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
    const before = stack.api.child.pid;
    stack.api.signal('SIGSTOP');
    const call = await begin(number);
    await until(() => expect(stack.api.child.pid).not.toBe(before), { timeoutMs: 10_000, everyMs: 50 });
    expect((await call.finished).status).toBe(200);
    const { id } = await inbound.untilCallTo(number, 'ANSWERED', 10_000);
    await until(() => expect(call.media.audible).toBeGreaterThan(25));
    await call.hangUp();
    await given.untilCallIs(id, 'ENDED');
  });
});
