// @ts-check
/** What the doctor found, for people; and as a number, for scripts. */

/** @typedef {import('../libs/common/src/finding.js').Finding} Finding */

const MARKS = { OK: 'ok', WARNING: '!!', ERROR: 'XX', UNKNOWN: '??' };

/**
 * @param {Finding} finding
 * @returns {string[]}
 */
function linesOf({ code, state, message, remedy }) {
  const first = `${MARKS[state]} ${code}: ${message}`;
  if (!remedy) return [first];
  const where = `${remedy.file}${remedy.section === undefined ? '' : `, under [${remedy.section}]`}`;
  return [
    first,
    `     in ${where}:`,
    ...remedy.lines.map((line) => `         ${line}`.trimEnd()),
    ...(remedy.apply === undefined ? [] : [`     then: ${remedy.apply}`]),
  ];
}

/**
 * @param {readonly Finding[]} findings
 * @param {{ all?: boolean }} [options] all: what is well too
 * @returns {string[]}
 */
export function report(findings, { all = false } = {}) {
  const count = (/** @type {Finding['state']} */ state) => findings.filter((finding) => finding.state === state).length;
  const shown = findings.filter(({ state }) => all || state !== 'OK');
  const counts = `${String(count('OK'))} checks are well, ${String(count('ERROR'))} errors, ${String(count('WARNING'))} warnings`;
  const unseen = count('UNKNOWN') > 0 ? `, ${String(count('UNKNOWN'))} could not be looked at` : '';
  return [...shown.flatMap(linesOf), ...(shown.length > 0 ? [''] : []), `${counts}${unseen}.`];
}

/**
 * @param {readonly Finding[]} findings
 * @param {{ strict?: boolean }} [options] strict: warnings, and what could not be looked at, count too
 * @returns {0 | 1}
 */
export const exitCode = (findings, { strict = false } = {}) =>
  findings.some(({ state }) => state === 'ERROR' || (strict && state !== 'OK')) ? 1 : 0;
