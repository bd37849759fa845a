import { describe, expect, it } from 'vitest';
import { type DayDraft, draftOf, isWrong, withDay, withLeft, withTyped, withValue } from './day-draft';

const type = (text: string, from = draftOf('2026-11-01')) =>
  Array.from(text).reduce((draft, _, index) => withTyped(draft, text.slice(0, index + 1)), from);

describe('what is told of a text', () => {
  it.each([
    ['27.11.2026', '2026-11-27', '2026-11-27', false],
    ['27112026', '2026-11-27', '2026-11-27', false],
    // Until it is left it may become 27.11.2026.
    ['27.11.20', '2026-11-01', '2020-11-27', false],
    ['7 12 19', '2026-11-01', '2019-12-07', false],
    ['31.02.2026', '2026-11-01', '', true],
    ['7.12', '2026-11-01', '', true],
    ['kecha', '2026-11-01', '', true],
    [' ', '', '', false],
  ])('should be of %j while it is typed %j, once it is left %j, wrong: %s', (text, typing, left, wrong) => {
    const draft = type(text);
    expect(draft).toMatchObject({ typed: text, told: typing, isTyping: true });
    expect(isWrong(draft)).toBe(false);
    const after = withLeft(draft);
    expect(after).toMatchObject({ typed: wrong ? text : undefined, told: left, isTyping: false });
    expect(isWrong(after)).toBe(wrong);
  });

  it('should be nothing new where nothing was typed', () => {
    const draft = draftOf('2026-11-01');
    expect(withLeft(draft)).toBe(draft);
  });

  it('should be no day as soon as the text is taken away', () => {
    expect(withTyped(draftOf('2026-11-01'), '').told).toBe('');
  });

  it('should be the day that was chosen, whatever was typed before', () => {
    expect(withDay(withLeft(type('31.02')), '2026-11-02')).toEqual({ ...draftOf('2026-11-02'), came: '2026-11-01' });
  });
});

describe('a value of the page', () => {
  const typing = type('27.11.2026');
  const left = withLeft(typing);
  const wrong = withLeft(type('31.02.2026'));
  it.each<[string, DayDraft, string, DayDraft]>([
    ['should be shown when it is another', draftOf('2026-11-01'), '2026-11-02', draftOf('2026-11-02')],
    ['should change nothing while what was told is on its way', left, '2026-11-01', left],
    ['should change nothing that is seen when what was told is back', left, '2026-11-27', draftOf('2026-11-27')],
    ['should be shown when it is neither', left, '2026-11-03', draftOf('2026-11-03')],
    ['should leave a text that is being typed', typing, '2026-11-03', typing],
    ['should leave a text that is no day, of which nothing was told', wrong, '', { ...wrong, came: '' }],
    ['should take the place of such a text when it is another', wrong, '2026-11-03', draftOf('2026-11-03')],
  ])('%s', (_, draft, value, expected) => {
    expect(withValue(draft, value)).toEqual(expected);
  });
});
