import { describe, expect, it } from 'vitest';
import { checkAnnotation } from './check-annotation.js';

describe('an annotation', () => {
  it.each([
    [{}, {}],
    [{ note: ' Called back \n' }, { note: 'Called back' }],
    [{ note: 'Ўзбекча, \n\tикки қатор' }, { note: 'Ўзбекча, \n\tикки қатор' }],
    [{ note: '' }, { note: null }],
    [{ note: null }, { note: null }],
    [{ note: '📞'.repeat(2000) }, { note: '📞'.repeat(2000) }],
    [{ tags: [' a', 'b', 'a '] }, { tags: ['a', 'b'] }],
    [{ tags: null }, { tags: [] }],
    [{ tags: [] }, { tags: [] }],
    [
      { note: 'x', tags: ['т'.repeat(40)] },
      { note: 'x', tags: ['т'.repeat(40)] },
    ],
  ])('should change what is given: %j', (input, expected) => {
    expect(checkAnnotation(input)).toEqual(expected);
  });

  it.each([
    [{ note: 'x'.repeat(2001) }, 'input.note'],
    [{ note: 'a\0b' }, 'input.note'],
    [{ note: 'a\ud800b' }, 'input.note'],
    [{ tags: [''] }, 'input.tags'],
    [{ tags: ['  '] }, 'input.tags'],
    [{ tags: ['x'.repeat(41)] }, 'input.tags'],
    [{ tags: ['a\nb'] }, 'input.tags'],
    [{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'input.tags'],
  ])('should be refused: %j', (input, field) => {
    expect(checkAnnotation(input)).toMatchObject({ errorCode: 'INVALID_INPUT', field });
  });
});
