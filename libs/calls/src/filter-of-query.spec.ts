import { describe, expect, it } from 'vitest';
import { filterOfQuery, type Query } from './filter-of-query.js';

const at = '2026-11-23T10:50:00.123Z';

describe('the filter of a query string', () => {
  it.each<[Query, object]>([
    [{}, {}],
    [{ state: 'ENDED' }, { state: ['ENDED'] }],
    [{ state: ['ENDED', 'RINGING'] }, { state: ['ENDED', 'RINGING'] }],
    [{ outcome: 'BUSY,FAILED' }, { outcome: ['BUSY', 'FAILED'] }],
    [{ direction: 'INBOUND' }, { direction: 'INBOUND' }],
    [
      { trunkName: 'BellUZ', agentId: 'x', number: '998' },
      { trunkName: 'BellUZ', agentId: 'x', number: '998' },
    ],
    [
      { createdAfter: at, createdBefore: at },
      { createdAfter: new Date(at), createdBefore: new Date(at) },
    ],
    [{ hasRecording: 'true' }, { hasRecording: true }],
    [
      { hasRecording: 'false', tags: 'VIP, doimiy' },
      { hasRecording: false, tags: ['VIP, doimiy'] },
    ],
    [{ tags: ['VIP', 'qarz'] }, { tags: ['VIP', 'qarz'] }],
    [{ createdAfter: '2026-11-23T15:50:00 05:00' }, { createdAfter: new Date('2026-11-23T10:50:00Z') }],
  ])('should be what calls has: %j', (query, filter) => {
    expect(filterOfQuery(query)).toEqual({ filter, separator: ',' });
  });

  it('should know the separator', () => {
    expect(filterOfQuery({ separator: 'semicolon' }).separator).toBe(';');
  });

  it.each<[Query, string]>([
    [{ state: 'ended' }, 'state'],
    [{ state: '' }, 'state'],
    [{ outcome: { a: 'BUSY' } }, 'outcome'],
    [{ direction: ['INBOUND', 'OUTBOUND'] }, 'direction'],
    [{ direction: 'toString' }, 'direction'],
    [{ trunkName: ['a', 'b'] }, 'trunkName'],
    [{ number: 'x'.repeat(101) }, 'number'],
    [{ trunkName: 'a\0' }, 'trunkName'],
    [{ createdAfter: 'yesterday' }, 'createdAfter'],
    [{ createdBefore: '2026-13-45T00:00:00Z' }, 'createdBefore'],
    [{ hasRecording: 'yes' }, 'hasRecording'],
    [{ tags: { a: 'VIP' } }, 'tags'],
    [{ separator: '|' }, 'separator'],
    [{ separator: 'constructor' }, 'separator'],
    [{ creatdAfter: at }, 'creatdAfter'],
  ])('should be refused: %j', (query, field) => {
    expect(() => filterOfQuery(query)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ errorCode: 'INVALID_INPUT', field }) }),
    );
  });
});
