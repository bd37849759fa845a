import { afterEach, describe, expect, it, vi } from 'vitest';
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
  muted: false,
  onHold: false,
  agentConnected: true,
  transfer: null,
  sequence: 1,
  ...change,
});

afterEach(() => vi.useRealTimers());

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

  it('should not drop the call that a person has before them, which ended long ago', () => {
    const store = new CallStore();
    store.apply([call('0', { state: 'ENDED' })]);
    store.show('0');
    const later = (from: number) => Array.from({ length: keptCalls }, (_, i) => call(String(from + i), { state: 'ENDED' }));
    store.apply(later(1));
    store.apply(later(1 + keptCalls));
    expect(store.list.get().calls).toHaveLength(keptCalls + 1);
    expect(store.find('0')?.state).toBe('ENDED');
    store.show(undefined);
    store.apply(later(1 + 2 * keptCalls));
    expect(store.find('0')).toBeUndefined();
  });

  it('should name the live calls that ended while nobody listened', () => {
    const store = new CallStore();
    store.apply([call('1'), call('2'), call('3', { state: 'ENDED' })]);
    expect(store.missingFrom([call('2')])).toEqual(['1']);
  });

  it('should show the changes of others together, and never later than one of this person', () => {
    vi.useFakeTimers();
    const store = new CallStore();
    let shown = 0;
    store.list.subscribe(() => (shown += 1));
    for (let sequence = 1; sequence <= 50; sequence += 1) store.applySoon(call('1', { sequence }));
    expect(shown).toBe(0);
    vi.advanceTimersByTime(100);
    expect(shown).toBe(1);
    store.applySoon(call('1', { sequence: 51 }));
    store.apply([call('2')]);
    expect(shown).toBe(2);
    expect(store.list.get().calls.find(({ id }) => id === '1')?.sequence).toBe(51);
    vi.advanceTimersByTime(1_000);
    expect(shown).toBe(2);
  });

  it('should show at once what happens to the call that a person has before them, though a list of others waits', () => {
    vi.useFakeTimers();
    const store = new CallStore();
    const shown = () => store.list.get().calls.find(({ id }) => id === '1')?.state;
    store.show('1');
    store.applySoon(call('2'));
    store.applySoon(call('1'));
    expect(shown()).toBeUndefined();
    store.applySoon(call('1', { sequence: 2, state: 'RINGING' }));
    expect(shown()).toBe('RINGING');
    store.applySoon(call('2', { sequence: 2, state: 'RINGING' }));
    expect(store.list.get().calls.find(({ id }) => id === '2')?.state).toBe('DIALING');
  });

  it('should show a call that was asked for while its telephone opens its sound', () => {
    vi.useFakeTimers();
    const store = new CallStore();
    store.show('1');
    store.applySoon(call('1'));
    expect(store.list.get().calls).toEqual([]);
    vi.advanceTimersByTime(30);
    expect(store.list.get().calls.map(({ id }) => id)).toEqual(['1']);
  });

  it('should forget a call that may no longer be seen', () => {
    const store = new CallStore();
    store.apply([call('1'), call('2')]);
    store.drop('1');
    expect(store.list.get().calls.map(({ id }) => id)).toEqual(['2']);
  });
});
