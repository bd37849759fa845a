import { describe, expect, it } from 'vitest';
import type { CallFieldsFragment } from '@/gql/graphql';
import { CallStore, keptCalls } from './call-store';

const call = (id: string, change: Partial<CallFieldsFragment> = {}): CallFieldsFragment => ({
  id,
  direction: 'OUTBOUND',
  from: null,
  to: '998901234567',
  trunkName: 'Demo',
  agent: null,
  state: 'DIALING',
  outcome: null,
  hangup: null,
  createdAt: `2026-11-23T10:00:00.${id.padStart(3, '0')}Z`,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  talkSeconds: null,
  sequence: 1,
  ...change,
});

describe('CallStore', () => {
  it('should keep the newest sequence, in whatever order changes come', () => {
    const store = new CallStore();
    store.apply([call('1', { sequence: 3, state: 'ANSWERED' })]);
    store.apply([call('1', { sequence: 2, state: 'RINGING' })]);
    expect(store.find('1')?.state).toBe('ANSWERED');
  });

  it('should list the newest first and tell nobody when nothing changed', () => {
    const store = new CallStore();
    store.apply([call('1'), call('2')], true);
    const before = store.list.get();
    store.apply([call('2')]);
    expect(store.list.get()).toBe(before);
    expect(before.calls.map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('should drop old ended calls and no live one', () => {
    const store = new CallStore();
    store.apply([call('0')]);
    store.apply(Array.from({ length: keptCalls + 20 }, (_, i) => call(String(i + 1), { state: 'ENDED' })));
    expect(store.list.get().calls).toHaveLength(keptCalls + 1);
    expect(store.find('0')).toBeDefined();
  });

  it('should name the live calls that ended while nobody listened', () => {
    const store = new CallStore();
    store.apply([call('1'), call('2'), call('3', { state: 'ENDED' })]);
    expect(store.missingFrom([call('2')])).toEqual(['1']);
  });
});
