import { describe, expect, it } from 'vitest';
import { readLegRecord, readUnattendedCall, UNATTENDED } from './read-records.js';

const callId = '6938f740-a0ac-4137-93a2-059149cf0bf5';
const second = (seconds: number): Date => new Date(1_700_000_000_000 + seconds * 1000);
type Row = Parameters<typeof readLegRecord>[0][number];

function row(eventtype: string, at: number, more: Partial<Row> = {}): Row {
  const of = { uniqueid: 'one', linkedid: 'one', channame: 'PJSIP/201-desk-0000000a' };
  const empty = { cidnum: '', exten: '998901234567', context: 'outbound', accountcode: '', userfield: '', extra: '' };
  return { eventtype, eventtime: second(at), ...of, ...empty, ...more };
}
const hangup = (cause: number, source = '') => JSON.stringify({ hangupcause: cause, hangupsource: source, dialstatus: '' });

describe('readLegRecord', () => {
  it('should have whose leg it is, its times, its cause and who ended it', () => {
    const rows = [row('CHAN_START', 0), row('ANSWER', 2), row('HANGUP', 5, { extra: hangup(16, 'PJSIP/201-desk-0000000a') })];
    expect(readLegRecord(rows)).toEqual({
      legId: 'one',
      ownerId: '201-desk',
      startedAt: second(0),
      answeredAt: second(2),
      endedAt: second(5),
      endedBy: 'THEM',
      cause: 16,
    });
  });

  it.each<[string, Row[], object | undefined]>([
    [
      'was ended by another leg',
      [row('CHAN_START', 0), row('HANGUP', 1, { extra: hangup(17, 'PJSIP/BellUZ-0000000b') })],
      { endedBy: 'US', cause: 17 },
    ],
    ['lives', [row('CHAN_START', 0), row('ANSWER', 1)], { endedAt: null, cause: null }],
    ['has only its end', [row('CHAN_START', 0), row('CHAN_END', 3)], { endedAt: second(3), cause: null }],
    [
      'has what is no JSON',
      [row('CHAN_START', 0), row('HANGUP', 3, { extra: '{"hangupcause":' })],
      { endedAt: second(3), cause: null },
    ],
    ['is no party', [row('CHAN_START', 0, { channame: 'Local/1@x-00000000;1' })], undefined],
    ['is not there', [], undefined],
  ])('of one that %s', (_what, rows, expected) => {
    if (expected === undefined) expect(readLegRecord(rows)).toBeUndefined();
    else expect(readLegRecord(rows)).toMatchObject(expected);
  });
});

describe('readUnattendedCall', () => {
  const far = { uniqueid: 'two', channame: 'PJSIP/BellUZ-0000000b', context: 'inbound' };
  const marked = { accountcode: callId.toUpperCase(), userfield: UNATTENDED };
  const call = (more: Partial<Row> = {}): Row[] => [
    row('CHAN_START', 0),
    row('CHAN_START', 1, far),
    row('HANGUP', 3, { ...far, extra: hangup(17) }),
    row('HANGUP', 3, { ...marked, cidnum: '998712000000', extra: hangup(17), ...more }),
    row('CHAN_END', 3, { ...marked, cidnum: '998712000000', ...more }),
  ];

  it('should have the number, the caller ID that was sent, and the legs', () => {
    expect(readUnattendedCall(call())).toMatchObject({
      callId,
      origin: 'phone',
      dialled: '998901234567',
      callerId: '998712000000',
      first: { ownerId: '201-desk' },
      others: [{ ownerId: 'BellUZ', cause: 17 }],
    });
  });

  it('should have the number that a route names, and the caller as it came', () => {
    const inbound = { context: 'inbound', channame: 'PJSIP/BellUZ-0000000c', exten: 'login' };
    const rows = [
      row('CHAN_START', 0, { ...inbound, cidnum: '901234567' }),
      row('CHAN_END', 3, { ...inbound, ...marked, userfield: `${UNATTENDED}:998712000001` }),
    ];
    expect(readUnattendedCall(rows)).toMatchObject({
      origin: 'trunk',
      dialled: '998712000001',
      callerId: '901234567',
      others: [],
    });
  });

  it.each<[string, Row[]]>([
    ['the app had', call({ userfield: '' })],
    ['has no id', call({ accountcode: 'x' })],
    ['lives', call().slice(0, 2)],
    ['begins elsewhere', call().map((each) => ({ ...each, context: 'default' }))],
    ['has a strange mark', call({ userfield: `${UNATTENDED}:1;drop` })],
  ])('should be none where the call %s', (_what, rows) => expect(readUnattendedCall(rows)).toBeUndefined());
});
