import { expect, it } from 'vitest';
import { changeWords } from './trunk-change-words';

it.each([
  ['REGISTRATION', 'UNREACHABLE', 'UNREACHABLE'],
  ['REGISTRATION', 'REGISTERED', 'REGISTERED'],
  ['REACHABILITY', 'UNREACHABLE', 'serverUnreachable'],
  ['REACHABILITY', 'REACHABLE', 'serverReachable'],
  ['REST', 'RESTING', 'RESTING'],
  ['REGISTRATION', 'OF_TOMORROW', undefined],
] as const)('should have for the %s %s the word %s', (kind, state, word) => {
  expect(changeWords({ kind, state })).toBe(word);
});
