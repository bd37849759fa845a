import { describe, expect, it } from 'vitest';
import { CallLeg } from './call-leg.entity.js';
import { readChanges } from './stored-change.js';

const at = new Date('2026-11-26T10:00:00.123Z');

describe('readChanges', () => {
  it('should read what was written, with its times and legs', () => {
    const leg = Object.assign(new CallLeg(), { id: 'x', createdAt: at, endedAt: null, number: '998901234567' });
    const change = {
      callId: 'c',
      sequence: 3,
      at,
      changes: { call: { endedAt: at, hangup: { by: 'AGENT' } }, legs: { y: { hungUpAt: at } }, newLegs: [leg] },
    };
    const read = readChanges(JSON.stringify(change));
    expect(read).toEqual(change);
    expect(read?.changes.newLegs?.[0]).toBeInstanceOf(CallLeg);
  });

  it.each(['', '{"callId":"c","sequence":3,"cha', 'null', '{}', '[]', '{"callId":"c","sequence":1,"changes":{},"at":"soon"}'])(
    'should leave out what is not whole: %s',
    (line) => expect(readChanges(line)).toBeUndefined(),
  );
});
