import { describe, expect, it } from 'vitest';
import { verdictsOf } from './finding.js';
import { phrasesIn, remedyPhrases } from './remedy-phrases.js';

describe('verdictsOf', () => {
  const { failure, unknown } = verdictsOf({ REFUSED: '{host} refuses {user}, and {user} alone.', AWAY: 'It is away.' });

  it('should put the facts into the sentence of the reason', () => {
    const remedy = { file: '.env', lines: [] };
    expect(failure('REFUSED', { host: '$&', user: 7 }, remedy)).toEqual({
      ...{ state: 'ERROR', reason: 'REFUSED', message: '$& refuses 7, and 7 alone.', facts: { host: '$&', user: 7 } },
      remedy,
    });
    expect(unknown('AWAY', {})).toEqual({ state: 'UNKNOWN', reason: 'AWAY', message: 'It is away.', facts: {} });
  });
});

describe('remedyPhrases', () => {
  it('should have none that is a part of another, which would be replaced twice', () => {
    const texts = Object.values(remedyPhrases);
    expect(texts.filter((text) => texts.some((other) => other !== text && other.includes(text)))).toEqual([]);
  });

  it.each([
    [{ file: remedyPhrases.BOTH_MACHINES, lines: ['timedatectl set-ntp true'] }, ['BOTH_MACHINES']],
    [
      { file: 'http.conf', lines: [`bindaddr = ${remedyPhrases.REACHABLE_ADDRESS}`], apply: 'restart Asterisk' },
      ['RESTART_ASTERISK', 'REACHABLE_ADDRESS'],
    ],
    [{ file: 'acl.conf', lines: ['#tryinclude trunkline-acl.conf'], apply: 'module reload acl' }, []],
  ])('should be found in %j: %j', (remedy, phrases) => {
    expect(phrasesIn(remedy)).toEqual(phrases);
  });
});
