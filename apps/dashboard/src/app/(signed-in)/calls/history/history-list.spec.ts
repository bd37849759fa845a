import { describe, expect, it } from 'vitest';
import { countWaiting, type HistoryList, revealed, withChanges, withFresh, withNextPage } from './history-list';

interface Row {
  id: string;
  createdAt: string;
  sequence: number;
}

/** `3` began at minute 3; `3:7` is it at its sequence 7. */
const row = (text: string): Row => {
  const [id = '', sequence = '1'] = text.split(':');
  return { id, createdAt: `2026-11-23T10:${id.padStart(2, '0')}:00.000Z`, sequence: Number(sequence) };
};
const rows = (text: string) => (text === '' ? [] : text.split(' ').map(row));
const page = (text: string, nextCursor: string | null = null) => ({ items: rows(text), nextCursor });
const shown = ({ items }: HistoryList<Row>) =>
  items.map(({ id, sequence }) => (sequence === 1 ? id : `${id}:${sequence}`)).join(' ');

describe('a long list', () => {
  it('should grow by the next page, nothing twice', () => {
    const list = withNextPage(page('5 4 3', 'c'), page('3 2 1'));
    expect([shown(list), list.nextCursor]).toEqual(['5 4 3 2 1', null]);
  });

  it.each([
    ['a new call', '3 2', '4 3 2', '4 3 2'],
    ['one that ended late, in its place', '5 3 2', '5 4 3', '5 4 3 2'],
    ['a change of a shown one', '3 2', '3:2 2', '3:2 2'],
    ['no older state of one', '3:5 2', '3:4 2', '3:5 2'],
    ['the first call of all', '', '1', '1'],
  ])('should show %s', (_, before, fresh, after) => {
    expect(shown(withFresh(page(before), page(fresh), false))).toBe(after);
  });

  it('should hold new calls back, and change the shown ones at once', () => {
    const held = withFresh(page('3 2'), page('5 4 3:2'), true);
    expect([shown(held), countWaiting(held)]).toEqual(['3:2 2', 2]);
    expect(shown(revealed(held))).toBe('5 4 3:2 2');
  });

  it('should forget who waited once they are no more in the first page and shown', () => {
    const held = withFresh(page('3 2'), page('4 3'), true);
    expect(countWaiting(withFresh(revealed(held), page('4 3'), true))).toBe(0);
  });

  it('should begin anew where more than a page came meanwhile', () => {
    const list = withFresh(page('3 2', 'old'), page('9 8', 'new'), false);
    expect([shown(list), list.nextCursor]).toEqual(['9 8', 'new']);
  });

  it('should be the same object where nothing changed', () => {
    const list = page('3 2');
    expect(withChanges(list, rows('3 2 1'))).toBe(list);
  });
});
