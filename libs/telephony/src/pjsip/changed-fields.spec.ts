import { describe, expect, it } from 'vitest';
import { changedFields, type PjsipObject, sameForm } from './pjsip-object.js';

describe('changedFields', () => {
  const wanted: PjsipObject = {
    type: 'endpoint',
    id: 'a',
    fields: { allow: 'alaw,ulaw', direct_media: 'no', disallow: 'all', context: 'inbound' },
  };

  it('should see no difference where Asterisk only writes it another way', () => {
    expect(
      changedFields(
        wanted,
        new Map([
          ['allow', '(alaw|ulaw)'],
          ['direct_media', 'false'],
          ['context', 'inbound'],
          ['other', 'x'],
        ]),
      ),
    ).toEqual([]);
    expect(
      changedFields(
        wanted,
        new Map([
          ['allow', '(ulaw|alaw)'],
          ['direct_media', 'true'],
        ]),
      ),
    ).toEqual(['allow', 'direct_media', 'context']);
  });

  it.each([
    ['yes', 'true'],
    ['no', 'false'],
    ['off', 'No'],
    ['alaw,ulaw', '(alaw|ulaw)'],
    ['alaw', '(alaw)'],
    ['5', '5.000000'],
    ['10.0.0.1:5060', '10.0.0.1:5060/255.255.255.255'],
    ['[::1]:5060', '[::1]:5060/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['10.0.0.1', '10.0.0.1/255.255.255.255'],
    ['10.0.0.0/12', '10.0.0.0/255.240.0.0'],
    ['2001:db8::/32', '2001:db8::/ffff:ffff::'],
    ['2001:db8::1', '2001:db8::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('should take %s and %s for the same', (left, right) => {
    expect(sameForm(left)).toBe(sameForm(right));
  });

  it.each([
    ['10.0.0.1:5060', '10.0.0.0/255.0.0.0'],
    ['5', '5.5'],
    ['yes', 'no'],
    ['a', 'A'],
  ])('should tell %s from %s', (left, right) => {
    expect(sameForm(left)).not.toBe(sameForm(right));
  });
});
