import { describe, expect, it } from 'vitest';
import { normalizeNumber } from './normalize-number.js';

const written: ReadonlyArray<readonly [text: string, number: string]> = [
  ['998901234567', '998901234567'],
  ['+998901234567', '998901234567'],
  ['+998 90 123-45-67', '998901234567'],
  ['+998 (90) 123-45-67', '998901234567'],
  ['+998(90)1234567', '998901234567'],
  ['998-90-123-45-67', '998901234567'],
  ['90 123 45 67', '998901234567'],
  ['901234567', '998901234567'],
  ['(90)1234567', '998901234567'],
  ['(90) 123 45 67', '998901234567'],
  ['90.123.45.67', '998901234567'],
  ['00998901234567', '998901234567'],
  ['00 998 90 123 45 67', '998901234567'],
  ['8 90 123 45 67', '998901234567'],
  ['8 10 998 90 123 45 67', '998901234567'],
  [' 998901234567 ', '998901234567'],
  ['+998\u00a090\u00a0123\u00a045\u00a067', '998901234567'],
  ['+998\u202f90\u2009123\u201345\u201367', '998901234567'],
  ['\u202d+998 90 123 45 67\u202c', '998901234567'],
  // operator code 99: nine digits that begin with the country code are still a national number
  ['99 812 34 56', '998998123456'],
  ['71 200 00 00', '998712000000'],
  // the demo carrier's numbers
  ['998000000001', '998000000001'],
  ['+79161234567', '79161234567'],
  ['0079161234567', '79161234567'],
  ['79161234567', '79161234567'],
  ['+1 (212) 555-0100', '12125550100'],
  ['+44 20 7946 0958', '442079460958'],
  ['+82 2 312 3456', '8223123456'],
  ['101', '101'],
  ['112', '112'],
  ['201', '201'],
  ['0890', '0890'],
  ['123456', '123456'],
];

const refused: readonly string[] = [
  '',
  ' ',
  '+',
  '0',
  '00',
  '12',
  '01',
  '003',
  'abc',
  '90123456a',
  '99890123456',
  '9989012345678',
  '+99890123456',
  '+9989012345678',
  '0099890123456',
  '012345678',
  '123456789',
  '1234567',
  '12345678',
  '0901234567',
  '+0998901234567',
  '000998901234567',
  '+101',
  '+901234567',
  '+8901234567',
  '1234567890123456',
  '+1234567890123456',
  '9'.repeat(41),
  '9'.repeat(100_000),
  '+998901234567+',
  '++998901234567',
  '998+901234567',
  '998901234567\n',
  '998901234567\r\nHeader: x',
  '998901234567\t',
  '998901234567\0',
  '998901234567,998901234568',
  '998901234567;phone-context=x',
  '998901234567@evil.example',
  '998901234567&PJSIP/79001234567',
  '998901234567/n',
  '${EXTEN}',
  '$[1+1]',
  '{998901234567}',
  '(998901234567',
  '998901234567)',
  ')90(1234567',
  '((90))1234567',
  '(90)(123)4567',
  '(901234567)',
  '()901234567',
  'sip:998901234567',
  'tel:+998901234567',
  '998901234567x12',
  '*101#',
  '٩٠١٢٣٤٥٦٧',
  '９０１２３４５６７',
];

describe('normalizeNumber', () => {
  it.each(written)('should read %j as %s', (text, number) => {
    expect(normalizeNumber(text)).toBe(number);
  });

  it.each(written)('should leave what came out of %j as it is', (_text, number) => {
    expect(normalizeNumber(number)).toBe(number);
  });

  it.each(refused)('should refuse %j', (text) => {
    expect(normalizeNumber(text)).toBeNull();
  });

  it('should give the same when its answer is asked again, whatever was written', () => {
    const characters = ['0', '00', '1', '8', '81', '810', '9', '998', '+', ' ', '-', '(', ')', '45', '7'];
    let seed = 7;
    const pick = (count: number): number => (seed = (seed * 48_271) % 2_147_483_647) % count;
    const texts = Array.from({ length: 20_000 }, () =>
      Array.from({ length: 1 + pick(9) }, () => characters[pick(characters.length)]).join(''),
    );
    const changes = (text: string): boolean => {
      const number = normalizeNumber(text);
      return number !== null && normalizeNumber(number) !== number;
    };
    expect(texts.filter(changes)).toEqual([]);
  });
});
