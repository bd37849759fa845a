/** What an operator sees of a real stack: `npm run doctor` says what *Tizim* says, a call can be followed through the log, and its figures are counted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '@app/common';
import { repository } from './api-process.js';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';

let stack: AsteriskStack;
beforeAll(async () => {
  stack = await AsteriskStack.start();
});
afterAll(() => stack?.stop());

/** The command, with the settings that the api has. */
async function doctor(changed: Record<string, string> = {}, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const { env, port } = stack.api.options;
  const child = spawn(process.execPath, [join(repository, 'scripts/doctor.mjs'), ...args], {
    env: { PATH: process.env['PATH'], ...env, API_PORT: String(port), RTP_START: '10000', MAX_CALLS: '30', ...changed },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('npm run doctor', () => {
  it('should find nothing wrong with a stack that works', async () => {
    const { code, output } = await doctor({}, '--json');
    expect(code, output).toBe(0);
    const findings = JSON.parse(output) as Finding[];
    const notWell = findings.filter(({ state }) => state !== 'OK').map((finding) => finding.code);
    expect(notWell, output).toEqual([]);
    expect(findings.find((finding) => finding.code === 'ports.api')?.message).toContain('The api answers');
  });

  it('should end with 1 and name the line where a password is wrong', async () => {
    const { code, output } = await doctor({ ASTERISK_ARI_PASSWORD: 'wrong' });
    expect(code).toBe(1);
    expect(output).toMatch(
      /XX asterisk\.ari: ARI at .+ refuses the user backend[^]+in ari\.conf, under \[backend\]:[^]+password = /,
    );
    expect(output).not.toContain(stack.api.options.env['ASTERISK_ARI_PASSWORD']);
  });

  it('should say what Tizim says', async () => {
    const { output } = await doctor({ MAX_CALLS: '500' }, '--json');
    const query = '{ systemChecks { code state message } }';
    const { systemChecks } = await stack.admin.ask<{ systemChecks: Pick<Finding, 'code' | 'state' | 'message'>[] }>(query);
    const inShort = (findings: readonly Pick<Finding, 'code' | 'state'>[]) =>
      findings.map(({ code, state }) => `${code} ${state}`);
    expect(inShort(systemChecks)).toEqual(inShort(JSON.parse(output) as Finding[]));
  });
});

describe('a call over REST', () => {
  it('should be found in the log from the request to the SIP messages, without the number, and in the figures', async () => {
    const given = new Given(stack);
    const trunk = await given.trunk({ callerId: '998712000000' });
    const agent = await given.agentPhone();
    const to = '998901234567';
    stack.carrier.on(to, ...answersAtOnce);
    const response = await agent.client.rest(
      'POST',
      '/api/calls/outbound',
      { fromNumber: agent.extension, toNumber: to, trunkName: trunk.name },
      { 'X-Request-Id': 'crm-4711' },
    );
    expect(response.headers.get('x-request-id')).toBe('crm-4711');
    const body = (await response.json()) as { id: string };
    expect(response.status, JSON.stringify(body)).toBe(201);
    const { id } = body;
    await given.untilCallIs(id, 'ANSWERED');
    await given.hangUp(id);
    await given.untilCallIs(id, 'ENDED');

    const { callId: sipCallId } = stack.carrier.callTo(to);
    const lines = await until(() => {
      const found = linesOf(stack.api.log).filter(({ callId }) => callId === id);
      expect(found.filter(({ msg }) => msg === 'A leg ended')).toHaveLength(2);
      return found;
    });
    // The customer's leg: by its leg and call, and by the Call-ID that the provider saw.
    const customers = lines.filter((line) => line['sipCallId'] === sipCallId);
    expect(customers.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['A leg is dialled', 'A leg is answered', 'A leg ended']),
    );
    expect(new Set(customers.map(({ legId }) => legId)).size).toBe(1);
    // What the request itself caused carries its id.
    expect(lines.find(({ msg }) => msg === 'A leg is dialled')).toMatchObject({ requestId: 'crm-4711' });
    expect(lines.find(({ msg }) => msg === 'A leg ended')).toMatchObject({ cause: expect.any(Number), endedBy: 'US' });
    expect(stack.api.log).not.toContain(to);

    const figures = await (await fetch(`${stack.api.url}/metrics`)).text();
    expect(figures).toContain('trunkline_calls_ended_total{direction="OUTBOUND",outcome="COMPLETED"} 1');
    expect(figures).toContain('trunkline_asterisk_connected{link="ari"} 1');
    expect(figures).toContain('trunkline_asterisk_connected{link="ami"} 1');
    expect(figures).toMatch(new RegExp(`trunkline_trunk_registered\\{trunk="${trunk.name}"\\} [01]`));
    expect(figures).toContain('trunkline_phones_online 1');
    expect(figures).toMatch(/trunkline_event_lag_seconds_bucket\{le="0.25"\} [1-9]/);
  });

  it('should leave no secret in the log', () => {
    const { env } = stack.api.options;
    const secrets = ['ASTERISK_ARI_PASSWORD', 'ASTERISK_AMI_PASSWORD', 'JWT_SECRET', 'ENCRYPTION_KEY', 'ADMIN_PASSWORD'];
    for (const name of secrets) expect(stack.api.log).not.toContain(env[name]);
    expect(linesOf(stack.api.log).length).toBeGreaterThan(10);
  });
});

/** Each line is an object of its own. */
const linesOf = (log: string): Record<string, unknown>[] =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
