import { expect, it } from 'vitest';
import { mostTags, withTag } from './tags';

const many = Array.from({ length: mostTags }, (_, index) => `t${index}`);

it.each([
  [['a'], ' yangi  mijoz ', ['a', 'yangi mijoz']],
  [['a'], 'a', ['a']],
  [['a'], '  ', ['a']],
  [many, 'one more', many],
])('should be of %j with %j: %j', (tags, typed, expected) => {
  expect(withTag(tags, typed)).toEqual(expected);
});
