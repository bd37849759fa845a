import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseParts, countTests, testParts } from './test-parts.mjs';

const report = (
  counts: Partial<Record<'passed' | 'failed' | 'skipped', number>>,
  files: { status: string; tests: string[] }[] = [],
) => ({
  numPassedTests: counts.passed ?? 0,
  numFailedTests: counts.failed ?? 0,
  numPendingTests: counts.skipped ?? 0,
  numTodoTests: 0,
  testResults: files.map(({ status, tests }) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })),
});

describe('countTests', () => {
  it.each([
    ['all passed', report({ passed: 7 }), true, 7, 0],
    ['some failed', report({ passed: 7, failed: 2 }, [{ status: 'failed', tests: ['failed', 'failed'] }]), false, 7, 2],
    ['a file did not load', report({ passed: 7 }, [{ status: 'failed', tests: [] }]), false, 7, 1],
    ['a hook failed after its tests', report({ passed: 7 }, [{ status: 'failed', tests: ['passed'] }]), false, 7, 1],
    ['tests were skipped', report({ passed: 7, skipped: 3 }), true, 7, 3],
    ['no test was found', report({}), false, 0, 1],
    ['an error came from outside the tests', report({ passed: 7 }), false, 7, 1],
    ['it was killed', undefined, false, 0, 1],
  ])('should count when %s', (_case, given, isClean, passed, failed) => {
    expect(countTests(given, isClean)).toMatchObject({ passed, failed });
  });
});

describe('chooseParts', () => {
  it.each([
    [[], testParts.map(({ name }) => name)],
    [['unit'], ['unit']],
    [
      ['db', 'lint'],
      ['lint', 'db'],
    ],
    [['libs/calls'], ['libs/calls']],
    [
      ['lint', 'libs/calls'],
      ['lint', 'libs/calls'],
    ],
  ])('should take %j', (words, names) => {
    expect(chooseParts(words).map(({ name }) => name)).toEqual(names);
  });

  it('should run files of a named part in that part only', () => {
    expect(chooseParts(['db', 'libs/calls'])).toEqual([{ name: 'db', project: 'db', files: ['libs/calls'] }]);
  });

  it.each([
    ['apps/api/test/asterisk/outcomes.asterisk-spec.ts', ['asterisk', 'sipp', 'build']],
    ['apps/dashboard/e2e/first-call.e2e.ts', ['asterisk', 'chromium', 'build']],
    ['libs/dialplan/src/match-rule.spec.ts', []],
  ])('should bring what %s needs', (file, needs) => {
    expect(chooseParts([file])[0]?.needs).toEqual(needs);
  });
});

describe('testParts', () => {
  it.each(testParts.filter(({ script }) => script !== undefined))('should find the script of $name', ({ script }) => {
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts).toHaveProperty([script ?? '']);
  });
});
