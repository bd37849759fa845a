// @ts-check
/** What a part of the benchmark says, as Markdown. */

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {number} value
 * @property {string} unit
 * @property {number} [mostIs] what it must reach, in the same unit; smaller is better
 * @property {number} [leastIs] likewise, where more is better
 */

/**
 * @typedef {object} Report
 * @property {string} title
 * @property {string} about one paragraph
 * @property {readonly Figure[]} figures
 */

const HEAD = `# Benchmarks

Written by \`npm run bench\`: what it measured, where and when. The ratio is the limit divided by the figure, or the figure by the limit where that is the least: from 1 on it is kept.`;

/**
 * @param {Report} report
 * @returns {string}
 */
export function sectionOf({ title, about, figures }) {
  const rows = figures.map((figure) => [
    figure.what,
    `${rounded(figure.value)} ${figure.unit}`.trim(),
    limitOf(figure).trim(),
    ratioOf(figure),
  ]);
  return `## ${title}\n\n${about}\n\n${table([['what', 'measured', 'limit', 'ratio'], ...rows])}`;
}

/** @param {Figure} figure */
function limitOf({ unit, mostIs, leastIs }) {
  if (leastIs !== undefined) return `at least ${leastIs} ${unit}`;
  return mostIs === undefined ? '' : `${mostIs} ${unit}`;
}

/** What may not be at all has no ratio: it is kept or not. @param {Figure} figure */
function ratioOf({ value, mostIs, leastIs }) {
  if (leastIs !== undefined) return rounded(value / leastIs);
  if (mostIs === undefined) return '';
  if (value <= 0) return 'kept';
  if (mostIs === 0) return 'broken';
  return rounded(mostIs / value);
}

/**
 * The document with these sections in place of those of the same title.
 * @param {string} before
 * @param {readonly string[]} sections
 */
export function withSections(before, sections) {
  const kept = before.split(/^(?=## )/m).filter((part) => part.startsWith('## '));
  const byTitle = new Map([...kept, ...sections].map((section) => [section.split('\n')[0], section.trim()]));
  return `${[HEAD, ...byTitle.values()].join('\n\n')}\n`;
}

/** @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Three digits that say something. @param {number} value */
function rounded(value) {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
