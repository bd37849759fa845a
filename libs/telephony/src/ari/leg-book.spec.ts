import { describe, expect, it } from 'vitest';
import { LegBook } from './leg-book.js';
import { newLeg } from './to-telephony-event.js';

describe('LegBook', () => {
  it('should tell who waits for a leg that it entered, or that it can not any more', async () => {
    const legs = new LegBook();
    legs.add('a', newLeg(), true);
    const entered = legs.entry('a', 1_000);
    legs.get('a')?.entered?.();
    await expect(entered).resolves.toBeUndefined();
    const gone = legs.entry('a', 1_000);
    legs.remove('a');
    await expect(gone).rejects.toMatchObject({ status: 500 });
    await expect(legs.entry('a', 1_000)).rejects.toMatchObject({ status: 404 });
    legs.add('b', newLeg(), true);
    await expect(legs.entry('b', 1)).rejects.toMatchObject({ status: 504 });
    expect(legs.ids()).toEqual(['b']);
  });
});
