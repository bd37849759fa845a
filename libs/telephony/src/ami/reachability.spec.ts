import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { until } from '@app/common/testing';
import type { AriApi } from '../ari/ari-api.js';
import { TelephonyError, type ReachabilityReport } from '../telephony.gateway.js';
import type { AmiClient } from './ami-client.js';
import { AmiMessage } from './ami-message.js';
import { ReachabilityWatch, readReachabilities, toReachabilityReport } from './reachability.js';

const contactStatus = (aor: string, status: string, microseconds = '0') =>
  new AmiMessage([
    ['Event', 'ContactStatus'],
    ['AOR', aor],
    ['ContactStatus', status],
    ['RoundtripUsec', microseconds],
  ]);
const at = new Date();

describe('toReachabilityReport', () => {
  it.each<[string, AmiMessage, Partial<ReachabilityReport> | undefined]>([
    [
      'a trunk that answers, and how fast',
      contactStatus('trunkline-ping-Bell', 'Reachable', '2241'),
      { trunkName: 'Bell', state: 'REACHABLE', roundTripMs: 2.24, at },
    ],
    ['one that does not', contactStatus('trunkline-ping-Bell', 'Unreachable'), { trunkName: 'Bell', state: 'UNREACHABLE', at }],
    ['a contact that was not asked yet', contactStatus('trunkline-ping-Bell', 'NonQualified'), undefined],
    ['the contact that is dialled', contactStatus('Bell', 'Reachable', '1'), undefined],
    ["a phone's", contactStatus('201', 'Reachable', '1'), undefined],
    ['another event', new AmiMessage([['Event', 'Registry']]), undefined],
  ])('should read %s', (_name, event, expected) => {
    expect(toReachabilityReport(event, at)).toEqual(expected);
  });
});

describe('readReachabilities', () => {
  const contactOf = (name: string) => `sip:${name.toLowerCase()}.uz:5060`;
  const keyOf = (name: string) => `trunkline-ping-${name}@@${createHash('md5').update(contactOf(name)).digest('hex')}`;
  const given = (names: readonly string[], qualified: readonly string[], variables: Record<string, string>) => {
    const call = vi.fn((_resource: string, operation: string, { id = '' }: { id?: string } = {}) => {
      if (operation === 'listByTech') return Promise.resolve(names.map((resource) => ({ resource, state: 'online' })));
      const name = qualified.find((each) => id === `trunkline-ping-${each}`);
      if (name === undefined) return Promise.reject(new TelephonyError('none', 404, operation));
      return Promise.resolve([{ attribute: 'contact', value: contactOf(name) }]);
    });
    const action = vi.fn((_name: string, { Variable }: { Variable: string }) => {
      const value = variables[Variable];
      if (value === undefined) return Promise.reject(new TelephonyError('Function not registered', 400, 'Getvar'));
      return Promise.resolve({ response: new AmiMessage([['Value', value]]), events: [] });
    });
    return { read: () => readReachabilities({ call } as unknown as AriApi, { action } as unknown as AmiClient), action };
  };

  it('should read those that are asked, and pass over phones and the others', async () => {
    const { read } = given(['Bell', '201', 'Plain', 'New'], ['Bell', 'New'], {
      [`PJSIP_CONTACT(${keyOf('Bell')},status)`]: 'Reachable',
      [`PJSIP_CONTACT(${keyOf('Bell')},rtt)`]: '15000',
      [`PJSIP_CONTACT(${keyOf('New')},status)`]: 'NonQualified',
    });
    expect(await read()).toMatchObject([{ trunkName: 'Bell', state: 'REACHABLE', roundTripMs: 15 }]);
  });

  it('should know nothing where Asterisk lacks the function, and never ask with a name that is none of ours', async () => {
    const { read, action } = given(['Bell', 'a),SHELL(x'], ['Bell', 'a),SHELL(x'], {});
    expect(await read()).toEqual([]);
    expect(action).toHaveBeenCalledOnce();
  });
});

describe('ReachabilityWatch', () => {
  const given = (readAll: () => Promise<readonly ReachabilityReport[]> = () => Promise.resolve([])) => {
    const told: string[] = [];
    const onProblem = vi.fn();
    const watch = new ReachabilityWatch(
      readAll,
      ({ trunkName, state, roundTripMs = 0 }) => told.push(`${trunkName} ${state} ${String(roundTripMs)}`),
      onProblem,
    );
    return { watch, told, onProblem };
  };
  const reachable = (roundTripMs: number, trunkName = 'A'): ReachabilityReport => ({
    trunkName,
    state: 'REACHABLE',
    roundTripMs,
    at,
  });

  it('should tell each change once, and every trunk again after forgetting', async () => {
    const { watch, told } = given(() => Promise.resolve([reachable(5)]));
    watch.look(contactStatus('trunkline-ping-A', 'Reachable', '5000'));
    watch.look(contactStatus('trunkline-ping-A', 'Reachable', '5000'));
    watch.look(contactStatus('trunkline-ping-A', 'Unreachable'));
    expect(told).toEqual(['A REACHABLE 5', 'A UNREACHABLE 0']);
    watch.read();
    await until(() => expect(told.slice(2)).toEqual(['A REACHABLE 5']));
    watch.forget();
    watch.read();
    await until(() => expect(told.slice(3)).toEqual(['A REACHABLE 5']));
  });

  it('should tell a round trip that changed much, and keep quiet about one that did not', async () => {
    let roundTrip = 20;
    const { watch, told } = given(() => Promise.resolve([reachable(roundTrip)]));
    const read = async (value: number) => {
      roundTrip = value;
      watch.read();
      // Two turns: one for the reading, one for what follows it.
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (const value of [20, 25, 29, 40, 35, 15]) await read(value);
    expect(told).toEqual(['A REACHABLE 20', 'A REACHABLE 40', 'A REACHABLE 15']);
  });

  it('should believe what Asterisk says while it reads more than what it reads', async () => {
    let finish: (reports: ReachabilityReport[]) => void = () => undefined;
    const { watch, told } = given(() => new Promise((resolve) => (finish = resolve)));
    watch.read();
    watch.look(contactStatus('trunkline-ping-A', 'Unreachable'));
    finish([reachable(5), reachable(7, 'B')]);
    await until(() => expect(told).toEqual(['A UNREACHABLE 0', 'B REACHABLE 7']));
  });

  it('should tell a trunk that came back after its objects were made anew, and go on after a problem', async () => {
    const readAll = vi
      .fn()
      .mockRejectedValueOnce(new TelephonyError('gone', 503, 'AMI'))
      .mockResolvedValue([reachable(5)]);
    const { watch, told, onProblem } = given(readAll);
    watch.read();
    await until(() => expect(onProblem).toHaveBeenCalledOnce());
    watch.read();
    await until(() => expect(told).toEqual(['A REACHABLE 5']));
    watch.look(contactStatus('trunkline-ping-A', 'Removed'));
    watch.look(contactStatus('trunkline-ping-A', 'Reachable', '5000'));
    expect(told).toEqual(['A REACHABLE 5', 'A REACHABLE 5']);
  });
});
