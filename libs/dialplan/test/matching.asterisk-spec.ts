/** Whatever patterns there are and whatever is dialled: the rule that we choose is the one that Asterisk chooses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPrecedence, matchRule } from '../src/match-rule.js';
import { comparePatterns, parsePattern, patternKey } from '../src/parse-pattern.js';
import { AskedDialplan } from './asked-dialplan.js';
import { GivenAsterisk } from './given-asterisk.js';

const ROUNDS = 32;
const NUMBERS_A_ROUND = 400;
/** Many patterns get in each other's way, few leave gaps; short ones take nearly everything, long ones are what people write. */
const KINDS = [
  { count: 250, longest: 5 },
  { count: 250, longest: 13 },
  { count: 25, longest: 8 },
  { count: 5, longest: 4 },
];
/** Asked over the CLI too. */
const SAMPLE_A_ROUND = 4;

let given: GivenAsterisk;
let asked: AskedDialplan;

beforeAll(async () => {
  given = await GivenAsterisk.start();
  await given.leaveAlone();
  asked = await AskedDialplan.connect(given.settings);
});
afterAll(async () => {
  asked?.close();
  await given?.stop();
});

/** The same in each run. */
let seed = 20_261_123;
const below = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
const pick = (from: readonly string[]): string => from[below(from.length)] ?? '';

const PARTS = [
  '9',
  '9',
  '8',
  '7',
  '0',
  '1',
  'X',
  'Z',
  'N',
  'x',
  '[1-5]',
  '[13579]',
  '[0-46]',
  '[89]',
  '[0-9]',
  '[5]',
  '[2-46-8]',
];

function aPattern(longest: number): string {
  const places = Array.from({ length: 1 + below(longest) }, () => pick(PARTS)).join('');
  return below(8) === 0 ? places.replace(/\D/g, '1') : `_${places}${pick(['', '', '.', '!'])}`;
}

/** Of each kind that Asterisk holds for the same, one. */
function patterns(count: number, longest: number): string[] {
  const byKey = new Map<string, string>();
  while (byKey.size < count) {
    const text = aPattern(longest);
    const pattern = parsePattern(text);
    if (pattern) byKey.set(patternKey(pattern), text);
  }
  return [...byKey.values()];
}

/** Half of them made to fit a pattern, and then perhaps a digit too long or too short. */
function aNumber(among: readonly string[]): string {
  const free = Array.from({ length: 1 + below(15) }, () => pick([...'9987013245'])).join('');
  if (below(2) === 0) return free;
  const places = parsePattern(pick(among))?.places ?? [];
  const fitting = places.map((place) => pick([...place])).join('');
  return pick([fitting, `${fitting}${free.slice(0, 2)}`, fitting.slice(0, -1)]) || free;
}

const applied = (texts: readonly string[]): Promise<void> =>
  given.engine.provisioning.applyDialplan(
    'outbound',
    texts.map((pattern) => `exten => ${pattern},1,Hangup(21)`),
  );
/** What the CLI lists, in Asterisk's order. */
const listed = async (what: string): Promise<string[]> =>
  [...(await given.asterisk.cli(`dialplan show ${what}`)).matchAll(/^ {2}'([^']+)' =>/gm)].map(([, pattern]) => pattern ?? '');

describe('matchRule', { timeout: 120_000 }, () => {
  it(`should choose what Asterisk chooses, for up to ${ROUNDS * NUMBERS_A_ROUND} numbers`, async ({ annotate }) => {
    const differences: object[] = [];
    let matched = 0;
    let questions = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { count, longest } = KINDS[round % KINDS.length] ?? { count: 0, longest: 0 };
      const rules = patterns(count, longest).map((pattern) => ({ pattern, enabled: true }));
      const texts = rules.map(({ pattern }) => pattern);
      await applied(texts);
      const numbers = [...new Set(Array.from({ length: NUMBERS_A_ROUND }, () => aNumber(texts)))];
      for (const number of numbers) {
        const [theirs] = await asked.patternsFor(number);
        const ours = matchRule(number, rules)?.pattern;
        if (theirs !== ours) differences.push({ number, theirs, ours });
        if (theirs !== undefined) matched += 1;
      }
      questions += numbers.length;
      for (const number of numbers.slice(0, SAMPLE_A_ROUND))
        expect(await listed(`${number}@outbound`)).toEqual(await asked.patternsFor(number));
    }
    await annotate(`${questions} numbers, of which ${matched} were taken by a pattern`);
    expect(differences).toEqual([]);
    expect(matched).toBeGreaterThan(questions / 4);
    expect(matched).toBeLessThan(questions * 0.95);
  });

  it('should put patterns into the order in which Asterisk asks them', async () => {
    const rules = patterns(500, 6).map((pattern) => ({ pattern, enabled: true }));
    await applied(rules.map(({ pattern }) => pattern));
    expect(await listed('outbound')).toEqual(byPrecedence(rules).map(({ pattern }) => pattern));
  });

  it('should hold for the same what Asterisk holds for the same', async () => {
    const [left, right] = [parsePattern('_99[0-9]X'), parsePattern('_99X[9876543210]')];
    expect(left && right && comparePatterns(left, right)).toBe(0);
    await expect(applied(['_99[0-9]X', '_99X[9876543210]'])).rejects.toThrow();
  });
});
