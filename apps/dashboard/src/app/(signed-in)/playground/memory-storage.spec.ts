import { expect, it } from 'vitest';
import { memoryStorage } from './memory-storage';

it('should keep, count, forget one and forget all', () => {
  const storage = memoryStorage();
  storage.setItem('a', '1');
  storage.setItem('b', '');
  expect([storage.length, storage.getItem('a'), storage.getItem('b'), storage.getItem('c')]).toEqual([2, '1', '', null]);
  storage.removeItem('a');
  expect([storage.length, storage.getItem('a')]).toEqual([1, null]);
  storage.clear();
  expect(storage.length).toBe(0);
});
