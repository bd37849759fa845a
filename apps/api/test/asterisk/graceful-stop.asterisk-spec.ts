/** What a supervisor does to the api: SIGTERM, in the middle of calls, with answers under way and a second replica waiting for the event stream. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { aPort, until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProcess } from './api-process.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenTrunk } from './given.js';
import { operations, signIn, type CallView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk();
});
afterAll(() => stack?.stop());

/** An answer that is not read to its end: more than the sockets' buffers hold. */
async function anAnswerUnderWay(): Promise<{ close(): Promise<unknown> }> {
  const { hostname, port } = new URL(stack.api.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":');
  await once(socket, 'ready');
  socket.on('error', () => undefined);
  return { close: () => Promise.resolve(socket.destroy()) };
}

describe('the api, told to stop', { timeout: 120_000 }, () => {
  it('should end within 10 s, hand the event stream to a replica, and drop no call', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent);
    const { options } = stack.api;
    // It waits for the lease, which the first one has.
    const coming = ApiProcess.start({ ...options, port: await aPort(), logFile: `${options.logFile}.replica` });
    stack.track({ close: () => coming.then((replica) => replica.kill()).catch(() => undefined) });
    await until(
      async () => {
        const holders = await stack.query("select 1 from pg_stat_activity where application_name = 'trunkline engine lease'");
        expect(holders).toHaveLength(2);
      },
      // A whole api starts meanwhile.
      { timeoutMs: 30_000, everyMs: 50 },
    );
    stack.track(await anAnswerUnderWay());

    const packets = seen.media.received;
    const toldAt = Date.now();
    const ended = stack.api.kill('SIGTERM', 20_000);
    const replica = await coming;
    const handedOverAfterMs = Date.now() - toldAt;
    await ended;
    const endedAfterMs = Date.now() - toldAt;
    expect(handedOverAfterMs).toBeLessThan(5_000);
    expect(endedAfterMs).toBeLessThan(10_000);
    expect(stack.api.log).toContain('no more calls are taken');

    const admin = stack.track(await signIn(replica.url, 'admin', stack.adminPassword));
    const adopted = await until(async () => {
      const { activeCalls } = await admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
      expect(activeCalls).toMatchObject([{ id, state: 'ANSWERED' }]);
      return activeCalls[0];
    });
    expect(adopted?.answeredAt).toBeTruthy();
    await until(() => expect(seen.media.received).toBeGreaterThan(packets + 50));
    expect(seen.progress).toBe('answered');
    await admin.ask(operations.hangupCall, { id });
    await until(() => expect(seen.endedBy).toBe('them'));
    await replica.kill();
  });

  it('should end at once where nobody waits for an answer', async () => {
    await stack.startApiAgain();
    const toldAt = Date.now();
    await stack.api.kill('SIGTERM', 20_000);
    expect(Date.now() - toldAt).toBeLessThan(3_000);
  });
});
