import { describe, expect, it } from 'vitest';
import { Presence, RingStrategy } from '@app/agents';
import type { Distribution } from '@app/calls';
import { chooseRing, nextStage } from './choose-ring.js';
import type { RingTarget } from './ring-targets.js';

const { ALL, IN_ORDER, LONGEST_IDLE } = RingStrategy;
const { AVAILABLE, AWAY, IN_CALL, OFFLINE, WRAP_UP } = Presence;
const start = 1_700_000_000_000;
const at = (seconds: number) => new Date(start + seconds * 1000);
const begun: Distribution = {
  routeId: 'route',
  stage: 'FIRST',
  groupId: 'sales',
  step: 0,
  rungUserIds: [],
  stageUserIds: [],
  ringUntil: null,
  stageUntil: at(30).toISOString(),
  announcement: null,
  wrapUpSeconds: 0,
};
const after = (stageUserIds: string[], more: Partial<Distribution> = {}) => ({ ...begun, stageUserIds, ...more });

type Candidate = RingTarget['candidates'][number];
function person(userId: string, presence: Presence = AVAILABLE, idleSeconds: number | null = 0): Candidate {
  const hasPhone = presence !== OFFLINE;
  const phone = { userId, extension: userId, dialString: `PJSIP/${userId}`, online: hasPhone, autoAnswers: true };
  return { userId, presence, hasPhone, idleSince: idleSeconds === null ? null : at(idleSeconds), phone };
}

interface Moment {
  seconds?: number;
  ringing?: string[];
  busy?: string[];
  other?: boolean;
}

/** `ring a+b until 30`, in seconds. */
function shown(distribution: Distribution, strategy: RingStrategy, candidates: Candidate[], moment: Moment = {}): string {
  const { seconds = 0, ringing = [], busy = [], other = false } = moment;
  const now = { at: at(seconds), ringingUserIds: ringing, busyUserIds: new Set([...busy, ...ringing]) };
  const choice = chooseRing(distribution, { groupId: 'sales', strategy, wrapUpSeconds: 7, candidates }, now, other);
  if (choice.do !== 'ring' && choice.do !== 'wait') return choice.do;
  const until = (Date.parse(choice.distribution.ringUntil ?? '') - start) / 1000;
  return choice.do === 'wait'
    ? `wait until ${until}`
    : `ring ${choice.phones.map(({ userId }) => userId).join('+')} until ${until}`;
}

describe('chooseRing', () => {
  it.each<[string, string, Distribution, RingStrategy, Candidate[], Moment]>([
    ['all at once', 'ring a+b until 30', begun, ALL, [person('a'), person('b')], {}],
    ['those who are free alone', 'ring b until 30', begun, ALL, [person('a', IN_CALL), person('b'), person('c', AWAY)], {}],
    ['nobody whom another call rings', 'ring b until 30', begun, ALL, [person('a'), person('b')], { busy: ['a'] }],
    [
      'who became free meanwhile',
      'ring b until 30',
      after(['a']),
      ALL,
      [person('a'), person('b')],
      { seconds: 9, ringing: ['a'] },
    ],
    ['nobody else while all ring', 'nothing', after(['a', 'b']), ALL, [person('a'), person('b')], { ringing: ['a', 'b'] }],
    ['the rest when some have declined', 'nothing', after(['a', 'b']), ALL, [person('a'), person('b')], { ringing: ['b'] }],
    ['the next stage when all have declined', 'next', after(['a', 'b']), ALL, [person('a'), person('b')], { seconds: 5 }],
    ['one after the other', 'ring a until 10', begun, IN_ORDER, [person('a'), person('b'), person('c')], {}],
    [
      'the second when the first is over',
      'ring b until 20',
      after(['a']),
      IN_ORDER,
      [person('a'), person('b'), person('c')],
      { seconds: 10 },
    ],
    ['for the time that is left', 'ring b until 30', after(['a']), IN_ORDER, [person('a'), person('b')], { seconds: 4.4 }],
    ['who waited longest', 'ring b until 15', begun, LONGEST_IDLE, [person('a', AVAILABLE, -5), person('b', AVAILABLE, -9)], {}],
    ['nobody beside whose turn it is', 'nothing', after(['a']), IN_ORDER, [person('a'), person('b')], { ringing: ['a'] }],
    ['nobody when the time is over', 'next', after(['a']), IN_ORDER, [person('a'), person('b')], { seconds: 30 }],
    ['nobody where nobody is there', 'next', begun, ALL, [person('a', OFFLINE), person('b', AWAY)], {}],
    ['nobody of an empty group', 'next', begun, ALL, [], {}],
    ['whoever talks, by waiting', 'wait until 30', begun, ALL, [person('a', IN_CALL), person('b', OFFLINE)], { seconds: 2 }],
    ['whoever writes up, by waiting', 'wait until 30', begun, IN_ORDER, [person('a', WRAP_UP)], {}],
    ['whom another call rings, by waiting', 'wait until 30', begun, ALL, [person('a')], { busy: ['a'] }],
    ['another group rather than wait', 'next', begun, ALL, [person('a', IN_CALL)], { other: true }],
    ['nobody by waiting for longer than the ring time', 'next', begun, ALL, [person('a', IN_CALL)], { seconds: 30 }],
    ['nobody by waiting who has had a turn', 'next', after(['a']), ALL, [person('a', IN_CALL)], {}],
  ])('should ring %s: %s', (_what, choice, distribution, strategy, candidates, moment) => {
    expect(shown(distribution, strategy, candidates, moment)).toBe(choice);
  });

  it('should keep who was rung, and the wrap-up of who answers', () => {
    const now = { at: at(3), ringingUserIds: [], busyUserIds: new Set<string>() };
    const target = { groupId: 'sales', strategy: ALL, wrapUpSeconds: 7, candidates: [person('b'), person('c')] };
    expect(chooseRing(after(['b'], { step: 1, rungUserIds: ['a', 'b'] }), target, now, false)).toMatchObject({
      distribution: { step: 2, rungUserIds: ['a', 'b', 'c'], stageUserIds: ['b', 'c'], wrapUpSeconds: 7 },
    });
  });
});

describe('nextStage', () => {
  const route = { ringTimeoutSeconds: 20, fallbackAnnouncement: 'sound:a', hasFallbackGroup: true };

  it('should be the fallback group, then the announcement, then none', () => {
    const fallback = nextStage(after(['a'], { rungUserIds: ['a'] }), route, at(30));
    expect(fallback).toMatchObject({ stage: 'FALLBACK', rungUserIds: ['a'], stageUserIds: [], ringUntil: null });
    expect(fallback?.stageUntil).toBe(at(50).toISOString());
    const announcement = nextStage(fallback!, route, at(50));
    expect(announcement).toMatchObject({ stage: 'ANNOUNCEMENT', announcement: 'sound:a' });
    expect(nextStage(announcement!, route, at(60))).toBeUndefined();
  });

  it.each([
    ['the announcement at once', { hasFallbackGroup: false }, 'ANNOUNCEMENT'],
    ['none', { hasFallbackGroup: false, fallbackAnnouncement: null }, undefined],
    ['the fallback group alone', { fallbackAnnouncement: null }, 'FALLBACK'],
  ])('should be %s where the route says no more', (_what, ways, stage) => {
    expect(nextStage(begun, { ...route, ...ways }, at(0))?.stage).toBe(stage);
  });
});
