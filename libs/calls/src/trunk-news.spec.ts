import { describe, expect, it } from 'vitest';
import { Call } from './call.entity.js';
import { CallDirection } from './call-state.js';
import { CallLeg } from './call-leg.entity.js';
import { trunkNews } from './trunk-news.js';

const at = new Date(1_700_000_000_000);
const call = Object.assign(new Call(), { direction: CallDirection.OUTBOUND });
const dialled = {
  id: 'far',
  role: 'CUSTOMER',
  trunkId: 'T',
  dialledAt: at,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  hungUpFor: null,
};
const aLeg = (more: object) => Object.assign(new CallLeg(), { endedBy: null, cause: null, sipCode: null, ...dialled, ...more });
const news = (before: object | undefined, after: object) =>
  trunkNews({ call, legs: before ? [aLeg(before)] : [] }, { call, legs: [aLeg(after)] }).map(({ works }) => works);

const theirs = (sipCode: number | null, cause: number) => ({ endedAt: at, endedBy: 'THEM', sipCode, cause });
const ours = (hungUpFor: string, more = {}) => ({ endedAt: at, endedBy: 'US', hungUpFor, ...more });

describe('trunkNews', () => {
  it.each<[string, object | undefined, object, boolean[]]>([
    ['a leg that is dialled says nothing yet', undefined, {}, []],
    ['its first ring says that the trunk works', {}, { ringingAt: at }, [true]],
    ['an answer without a ring too', {}, { answeredAt: at }, [true]],
    ['an answer after the ring is no news', { ringingAt: at }, { ringingAt: at, answeredAt: at }, []],
    ['the end of a talk is no news', { answeredAt: at }, { answeredAt: at, ...theirs(null, 16) }, []],
    ['503 is a failure', {}, theirs(503, 34), [false]],
    ['403, about our account, is one', {}, theirs(403, 21), [false]],
    ['408 is one', {}, theirs(408, 18), [false]],
    ['503 after a ring is none', { ringingAt: at }, { ringingAt: at, ...theirs(503, 34) }, []],
    ['not a word in 6 s is one', {}, ours('TRUNK_DEAD'), [false]],
    ['no ring in half a minute is one', {}, ours('TRUNK_SILENT'), [false]],
    ['that it could not be dialled is one', {}, ours('NOT_DIALLED'), [false]],
    ['busy works', {}, theirs(486, 17), [true]],
    ['declined works', {}, theirs(603, 21), [true]],
    ['no such number works', {}, theirs(404, 1), [true]],
    ['606 works: the provider speaks for everybody', {}, theirs(606, 21), [true]],
    ['our own cancel says nothing', {}, ours('CANCELED'), []],
    ["the agent's leaving says nothing", {}, ours('AGENT_LEFT'), []],
    ['an engine that fails says nothing of the trunk', {}, ours('ENGINE_FAILED'), []],
    ['an interruption says nothing', {}, ours('INTERRUPTED'), []],
    ['an end is told once', theirs(503, 34), theirs(503, 34), []],
    ['a leg that was never dialled says nothing', {}, { dialledAt: null, endedAt: at }, []],
    ['a leg without a trunk has none to tell of', {}, { trunkId: null, ...theirs(503, 34) }, []],
  ])('%s', (_case, before, after, told) => expect(news(before, after)).toEqual(told));
});
