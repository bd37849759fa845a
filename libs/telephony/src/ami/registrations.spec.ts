import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { until } from '@app/common/testing';
import { TelephonyError, type RegistrationReport } from '../telephony.gateway.js';
import type { AmiClient } from './ami-client.js';
import { type AmiMessage, decodeMessage } from './ami-message.js';
import { RegistrationWatch, toRegistrationReport } from './registrations.js';

/** Recorded from Asterisk 22.10.1: PJSIPShowRegistrationsOutbound with one of each. */
const recorded = (): AmiMessage[] =>
  readFileSync(new URL('./fixtures/registrations.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n\n')
    .map((text) => decodeMessage(text.replaceAll('\n', '\r\n')));

const detail = (name: string, status: string) =>
  decodeMessage(`Event: OutboundRegistrationDetail\r\nObjectName: ${name}\r\nStatus: ${status}`);

describe('toRegistrationReport', () => {
  it('should read what Asterisk lists, and pass over the accounts between', () => {
    const at = new Date();
    expect(recorded().flatMap((event) => toRegistrationReport(event, at) ?? [])).toEqual([
      { trunkName: 'Bad', state: 'REJECTED', at },
      { trunkName: 'Demo', state: 'REGISTERED', at },
      { trunkName: 'New', state: 'REGISTERING', at },
    ]);
  });

  it.each([
    ['Registered', 'REGISTERED'],
    ['Rejected', 'REJECTED'],
    ['Stopped', 'REJECTED'],
    ['Unregistered', 'REGISTERING'],
    ['Stopping', 'REGISTERING'],
    ['SomethingNew', 'REGISTERING'],
  ])('should make %s %s', (status, state) => {
    expect(toRegistrationReport(detail('A', status), new Date())).toMatchObject({ trunkName: 'A', state });
  });
});

describe('RegistrationWatch', () => {
  it('should tell each change once, and every trunk again after forgetting', async () => {
    let list = [detail('A', 'Unregistered'), detail('B', 'Registered')];
    const told: string[] = [];
    const ami = { list: vi.fn(() => Promise.resolve(list)) } as unknown as AmiClient;
    const watch = new RegistrationWatch(
      ami,
      (report: RegistrationReport) => told.push(`${report.trunkName} ${report.state}`),
      () => undefined,
    );
    const registry = decodeMessage('Event: Registry\r\nUsername: sip:a@b');
    watch.look(registry);
    await until(() => expect(told).toEqual(['A REGISTERING', 'B REGISTERED']));
    watch.look(decodeMessage('Event: Other'));
    list = [detail('A', 'Registered'), detail('B', 'Registered')];
    watch.look(registry);
    watch.look(registry);
    await until(() => expect(told.slice(2)).toEqual(['A REGISTERED']));
    watch.forget();
    watch.read();
    await until(() => expect(told.slice(3)).toEqual(['A REGISTERED', 'B REGISTERED']));
  });

  it('should say when the list can not be read, and read on at the next sign', async () => {
    const onProblem = vi.fn();
    const told = vi.fn();
    const list = vi
      .fn()
      .mockRejectedValueOnce(new TelephonyError('gone', 503, 'AMI'))
      .mockResolvedValue([detail('A', 'Rejected')]);
    const watch = new RegistrationWatch({ list } as unknown as AmiClient, told, onProblem);
    watch.read();
    await until(() => expect(onProblem).toHaveBeenCalledOnce());
    watch.read();
    await until(() => expect(told).toHaveBeenCalledOnce());
  });
});
