import { describe, expect, it } from 'vitest';
import { callOf } from './audit-call';

const id = '3f2b8c1e-6a4d-4e0f-9b7a-1c2d3e4f5a6b';
const other = '9d8c7b6a-5f4e-4d3c-8b2a-0f1e2d3c4b5a';

describe('the call of an audit entry', () => {
  it.each([
    ['call.monitored', id, '{"mode":"JOIN"}', id],
    ['recording.paused', id, null, id],
    ['recording.resumed', id, null, id],
    ['recording.deleted', other, `{"callId":"${id}","retentionDays":90}`, id],
    ['recording.played', other, `{"to":"998901234567","callId":"${id}"}`, id],
    ['call.emergency', '112', `{"callId":"${id}"}`, id],
    // Before details were facts.
    ['call.emergency', '112', `The call ${id}.`, undefined],
    ['recording.deleted', other, null, undefined],
    ['call.refused', '998901234567', '{"errorCode":"NO_ROUTE"}', undefined],
    ['call.monitored', 'x', '{"callId":"../../settings"}', undefined],
    ['trunk.deleted', null, null, undefined],
  ])('should be found of %s %s %s', (action, subject, detail, expected) => {
    expect(callOf({ action, subject, detail })).toBe(expected);
  });
});
