/** Numbers of every length and beginning, the same in each run. */
export function manyNumbers(count: number): string[] {
  const beginnings = [
    '',
    '0',
    '00',
    '000',
    '1',
    '7',
    '8',
    '80',
    '81',
    '810',
    '8109',
    '82',
    '85',
    '89',
    '9',
    '90',
    '99',
    '991',
    '998',
    '99890',
    '00998',
    '810998',
  ];
  let seed = 11;
  const pick = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
  return Array.from({ length: count }, () => {
    const rest = Array.from({ length: pick(16) }, () => pick(10)).join('');
    return `${beginnings[pick(beginnings.length)]}${rest}`;
  }).filter((digits) => digits.length >= 2);
}
