import { readFileSync } from 'node:fs';
import { Language } from '@app/common';
import { describe, expect, it } from 'vitest';
import { adviceFor } from './advice/index.js';
import { problemOfSipCode, TrunkProblem } from './trunk-problem.js';

const problems = Object.values(TrunkProblem);

describe('problemOfSipCode', () => {
  it.each([
    [401, 'WRONG_CREDENTIALS'],
    [407, 'WRONG_CREDENTIALS'],
    [403, 'FORBIDDEN'],
    [404, 'UNKNOWN_LOGIN'],
    [408, 'NO_ANSWER'],
    [423, 'INTERVAL_TOO_BRIEF'],
    [500, 'PROVIDER_FAILED'],
    [503, 'PROVIDER_FAILED'],
    [599, 'PROVIDER_FAILED'],
    [400, 'REFUSED'],
    [405, 'REFUSED'],
    [488, 'REFUSED'],
    [302, 'REFUSED'],
    [600, 'REFUSED'],
    [603, 'REFUSED'],
  ])('should take %i for %s', (sipCode, problem) => {
    expect(problemOfSipCode(sipCode)).toBe(problem);
  });
});

describe('adviceFor', () => {
  it.each(problems)('should say something of its own about %s in every language', (problem) => {
    const texts = Object.values(Language).map((language) => adviceFor(problem, language));
    expect(new Set(texts).size).toBe(Object.values(Language).length);
    for (const text of texts) {
      expect(text).toMatch(/[.]$/);
      expect(text.length).toBeGreaterThan(30);
      expect(text.length).toBeLessThan(230);
    }
  });

  it.each(Object.values(Language))('should never say the same of two problems in %s', (language) => {
    expect(new Set(problems.map((problem) => adviceFor(problem, language))).size).toBe(problems.length);
  });

  it('should write each language in its own letters', () => {
    for (const problem of problems) {
      expect(adviceFor(problem, Language.UZ)).not.toMatch(/\p{Script=Cyrillic}/u);
      expect(adviceFor(problem, Language.EN)).not.toMatch(/\p{Script=Cyrillic}/u);
      expect(adviceFor(problem, Language.RU)).toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  // Whoever renames a field of the form renames it here too.
  it.each([
    [TrunkProblem.WRONG_CREDENTIALS, ['login', 'password']],
    [TrunkProblem.UNKNOWN_LOGIN, ['login', 'server']],
    [TrunkProblem.NO_ANSWER, ['server', 'port', 'transport']],
    [TrunkProblem.UNKNOWN_HOST, ['server']],
    [TrunkProblem.CONNECTION_REFUSED, ['port', 'transport']],
    [TrunkProblem.TLS_FAILED, ['port', 'transport']],
    [TrunkProblem.CERTIFICATE_NAME, ['server']],
  ])('should name the fields of %s as the form does', (problem, fields) => {
    for (const language of Object.values(Language)) {
      const file = new URL(`../../../apps/dashboard/messages/${language.toLowerCase()}.json`, import.meta.url);
      const { trunks } = JSON.parse(readFileSync(file, 'utf8')) as { trunks: Record<string, string> };
      for (const field of fields) expect(adviceFor(problem, language)).toContain(trunks[field]);
    }
  });
});
