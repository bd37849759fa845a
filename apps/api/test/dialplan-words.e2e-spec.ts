/** Patterns in plain words, and emergency rules, over GraphQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());

interface Reading {
  valid: boolean;
  reading: string | null;
  example: string | null;
  conflictsWith: { pattern: string } | null;
}

const explain = async (pattern: string, language: string): Promise<Reading> => {
  const query = `query ($pattern: String!, $language: Language!) {
    explainPattern(pattern: $pattern, language: $language) { valid reading example conflictsWith { pattern } }
  }`;
  return (await api.admin.ask<{ explainPattern: Reading }>(query, { pattern, language })).explainPattern;
};

describe('explainPattern', () => {
  it.each([
    ['_998[0-9].', 'UZ', '998 va yana kamida 2 raqam', '998901234567', '_998X.'],
    ['_998X', 'RU', '998 и ещё 1 цифра', '9989', undefined],
    ['102', 'EN', 'only 102', '102', undefined],
    ['_10[1234]', 'UZ', "10, keyin 1 dan 4 gacha bo'lgan raqam", '101', '_10[1-4]'],
  ])('should read %s in %s, with a number and the rule that is there', async (pattern, language, reading, example, conflict) => {
    const { conflictsWith, ...explained } = await explain(pattern, language);
    expect(explained).toEqual({ valid: true, reading, example });
    expect(conflictsWith?.pattern).toBe(conflict);
  });

  it.each(['_998X.,1,System(id)', '', '_', `_${'X'.repeat(100)}`, '\r\n', '${EXTEN}'])(
    'should say that %j is no pattern',
    async (pattern) => {
      expect(await explain(pattern, 'UZ')).toEqual({ valid: false, reading: null, example: null, conflictsWith: null });
    },
  );
});

describe('a rule', () => {
  it('should be read aloud in each language, in English unless another is asked for', async () => {
    const query = '{ dialplan { rules { pattern emergency reading uz: reading(language: UZ) ru: reading(language: RU) } } }';
    const { dialplan } = await api.admin.ask<{ dialplan: { rules: object[] } }>(query);
    expect(dialplan.rules).toEqual([
      { pattern: '112', emergency: true, reading: 'only 112', uz: 'faqat 112', ru: 'только 112' },
      {
        pattern: '_10[1-4]',
        emergency: true,
        reading: '10, then a digit from 1 to 4',
        uz: "10, keyin 1 dan 4 gacha bo'lgan raqam",
        ru: '10, затем цифра от 1 до 4',
      },
      {
        pattern: '_998X.',
        emergency: false,
        reading: '998 and at least 2 more digits',
        uz: '998 va yana kamida 2 raqam',
        ru: '998 и ещё хотя бы 2 цифры',
      },
    ]);
  });

  it.each([
    [{ pattern: '1050', emergency: true }, { emergency: true }],
    [{ pattern: '1051' }, { emergency: false }],
    [
      { pattern: '_9X.', emergency: true },
      { errorCode: 'INVALID_INPUT', field: 'input.pattern' },
    ],
    [
      { pattern: '911', emergency: true, stripDigits: 1 },
      { errorCode: 'INVALID_INPUT', field: 'input.stripDigits' },
    ],
    [
      { pattern: '911', emergency: true, prepend: '00' },
      { errorCode: 'INVALID_INPUT', field: 'input.prepend' },
    ],
  ])('should with %j answer %j', async (input, answer) => {
    const query = `mutation ($input: CreateDialplanRuleInput!) {
      createDialplanRule(input: $input) { ... on DialplanRule { emergency } ... on OperationError { errorCode field } }
    }`;
    const { createDialplanRule } = await api.admin.ask<{ createDialplanRule: object }>(query, { input: { name: 'R', ...input } });
    expect(createDialplanRule).toEqual(answer);
  });
});
