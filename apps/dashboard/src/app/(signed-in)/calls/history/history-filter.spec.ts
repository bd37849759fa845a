import { describe, expect, it } from 'vitest';
import {
  countFilters,
  type HistoryFilter,
  isNumberUsable,
  noFilter,
  readFilter,
  toCallFilter,
  toCsvQuery,
  writeFilter,
} from './history-filter';

const now = new Date(2026, 10, 23, 18, 30);
const midnight = (day: number, month = 10) => new Date(2026, month, day);
const before = (at: Date) => new Date(at.getTime() - 1).toISOString();

describe('the filter in an address', () => {
  it.each<Partial<HistoryFilter>>([
    {},
    { number: '+998 90', period: 'today' },
    { period: 'days', from: '2026-11-01', to: '2026-11-03', direction: 'INBOUND', outcome: 'ABANDONED' },
    { agentId: 'a', trunkName: 'BellUZ', tag: 'VIP, doimiy', isRecorded: true },
  ])('should come back as it was: %j', (given) => {
    const filter = { ...noFilter, ...given };
    expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
  });

  it('should say nothing where nothing is looked for, and leave out what makes no sense', () => {
    expect(writeFilter(noFilter).toString()).toBe('');
    expect(writeFilter({ ...noFilter, from: '2026-11-01' }).toString()).toBe('');
    expect(
      readFilter(new URLSearchParams('period=aeon&direction=toString&outcome=&from=01.11.2026&to=2026-02-31&isRecorded=1')),
    ).toEqual(noFilter);
  });

  it('should count what is looked for beside the number', () => {
    expect(countFilters({ ...noFilter, number: '998', period: 'days', from: '2026-11-01', to: '2026-11-02', tag: 'VIP' })).toBe(
      2,
    );
  });
});

describe('what the api is asked', () => {
  it.each<[Partial<HistoryFilter>, object]>([
    [{}, {}],
    [{ number: ' 90 123 ' }, { number: '90 123' }],
    [{ number: '90' }, {}],
    [
      { outcome: 'BUSY', direction: 'OUTBOUND' },
      { outcome: ['BUSY'], direction: 'OUTBOUND' },
    ],
    [
      { agentId: 'a', trunkName: 'BellUZ' },
      { agentId: 'a', trunkName: 'BellUZ' },
    ],
    [
      { tag: ' VIP ', isRecorded: true },
      { tags: ['VIP'], hasRecording: true },
    ],
    [{ period: 'today' }, { createdAfter: before(midnight(23)) }],
    [{ period: 'yesterday' }, { createdAfter: before(midnight(22)), createdBefore: midnight(23).toISOString() }],
    [{ period: 'week' }, { createdAfter: before(midnight(17)) }],
    [{ period: 'month' }, { createdAfter: before(midnight(25, 9)) }],
    [
      { period: 'days', from: '2026-10-31', to: '2026-10-31' },
      { createdAfter: before(midnight(31, 9)), createdBefore: midnight(1).toISOString() },
    ],
    [{ period: 'days' }, {}],
  ])('should be for %j: %j', (given, expected) => {
    expect(toCallFilter({ ...noFilter, ...given }, now)).toEqual({ state: ['ENDED'], ...expected });
  });

  it('should be the same in the query of the table, each tag by itself', () => {
    const query = toCsvQuery({ state: ['ENDED'], tags: ['VIP, doimiy', 'qarz'], hasRecording: true }, 'semicolon');
    expect(query.toString()).toBe('separator=semicolon&state=ENDED&tags=VIP%2C+doimiy&tags=qarz&hasRecording=true');
  });
});

describe('isNumberUsable', () => {
  it.each([
    ['', true],
    ['90', false],
    ['901', true],
    ['+998 (90)', true],
    ['90a123', false],
  ])('should say of %j: %s', (number, usable) => {
    expect(isNumberUsable(number)).toBe(usable);
  });
});
