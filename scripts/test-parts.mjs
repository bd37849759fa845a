// @ts-check
/** What `npm test` consists of, in its order. */

/**
 * @typedef {'asterisk' | 'sipp' | 'chromium' | 'build'} Need
 * @typedef {{ name: string, script?: string, project?: string, files?: readonly string[], needs?: readonly Need[] }} TestPart
 *   `script`: of package.json; `project`: of vitest.config.ts (`*`: whatever follows), every one when only `files` are given
 */

/** @type {readonly TestPart[]} */
export const testParts = [
  { name: 'lint', script: 'lint' },
  { name: 'typecheck', script: 'typecheck' },
  // The served schema against the committed one and the contract, and the migrations against the entities.
  { name: 'schema', script: 'check:schema' },
  { name: 'codegen', script: 'check:codegen' },
  { name: 'build', needs: ['build'] },
  { name: 'unit', project: 'unit' },
  { name: 'db', project: 'db' },
  { name: 'e2e', project: 'e2e' },
  { name: 'asterisk', project: 'asterisk*', needs: ['asterisk', 'sipp', 'build'] },
  { name: 'browser', project: 'browser*', needs: ['asterisk', 'chromium', 'build'] },
];

/**
 * @param {readonly string[]} wanted names of parts, or names of files; nothing means everything
 * @returns {TestPart[]}
 */
export function chooseParts(wanted) {
  if (wanted.length === 0) return [...testParts];
  const parts = testParts.filter(({ name }) => wanted.includes(name));
  const files = wanted.filter((word) => !testParts.some(({ name }) => name === word));
  // A part that is named together with files is that part's files.
  if (files.length === 0) return parts;
  const projects = parts.filter(({ project }) => project !== undefined);
  if (projects.length > 0) return parts.map((part) => (part.project === undefined ? part : { ...part, files }));
  /** @type {Need[]} */
  const needs = [
    ...(files.some((file) => /asterisk/.test(file)) ? /** @type {const} */ (['asterisk', 'sipp', 'build']) : []),
    ...(files.some((file) => /e2e\.ts|dashboard/.test(file)) ? /** @type {const} */ (['asterisk', 'chromium', 'build']) : []),
  ];
  return [...parts, { name: files.join(' '), files, needs }];
}

/**
 * The counts of vitest's JSON report. A file that did not even load is one failure, and so is a test that was skipped: a test
 * that does not run shows nothing.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] } | undefined} report undefined when there is none
 * @param {boolean} isClean whether vitest itself ended well
 * @returns {{ passed: number, failed: number, notes: string[] }}
 */
export function countTests(report, isClean) {
  if (!report) return { passed: 0, failed: 1, notes: ['it ended without a report'] };
  const skipped = report.numPendingTests + report.numTodoTests;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + skipped + broken;
  const notes = [
    ...(skipped > 0 ? [`${String(skipped)} were skipped, which counts as failed`] : []),
    ...(broken > 0 ? [`${String(broken)} files failed outside their tests`] : []),
  ];
  if (failed > 0 || isClean) return { passed: report.numPassedTests, failed, notes };
  const why = report.numPassedTests === 0 ? 'no test was found' : 'an error outside the tests';
  return { passed: report.numPassedTests, failed: 1, notes: [why] };
}
