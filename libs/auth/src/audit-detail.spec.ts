import { describe, expect, it } from 'vitest';
import { DETAIL_LENGTH, toDetailText } from './audit-detail.js';

const ids = (count: number) => Array.from({ length: count }, () => '24fc72d9-c66f-420a-92f7-65d30cc64c7b');
const long = 'x'.repeat(2_000);

describe('toDetailText', () => {
  it.each([
    [{}, undefined],
    [{ note: undefined }, undefined],
    [{ note: null, role: 'AGENT' }, '{"note":null,"role":"AGENT"}'],
    [{ createdAt: new Date(0) }, '{"createdAt":"1970-01-01T00:00:00.000Z"}'],
    [{ name: 'Sotuv', memberIds: ids(30) }, '{"name":"Sotuv","memberIds":30}'],
    [{ note: long, callId: '1' }, `{"note":"${'x'.repeat(39)}…","callId":"1"}`],
    [{ role: 'AGENT', was: { displayName: long } }, '{"role":"AGENT"}'],
  ])('should keep %j', (detail, text) => {
    expect(toDetailText(detail)).toBe(text);
  });

  it('should fit, whatever is written down', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`field${index}`, [long, index, null]]));
    expect(toDetailText(many)!.length).toBeLessThanOrEqual(DETAIL_LENGTH);
    expect(JSON.parse(toDetailText(many)!)).toBeTypeOf('object');
  });
});
