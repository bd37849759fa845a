// @ts-check
/** The .env file: NAME=value lines, read before anything is installed. */
import { existsSync, readFileSync } from 'node:fs';

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;
/** @type {Record<string, string>} */
const ESCAPES = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * @param {string} value what stands after the equals sign, without spaces around it
 * @returns {string | undefined} undefined where a quote is not closed, or something follows the closing one
 */
function unquote(value) {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value.replace(/(^|\s+)#.*$/, '');
  const quoted = quote === '"' ? /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/ : /^'([^']*)'\s*(?:#.*)?$/;
  const inside = quoted.exec(value)?.[1];
  if (inside === undefined || quote === "'") return inside;
  return inside.replace(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole);
}

/**
 * `NAME=value`, `export NAME=value`, 'single' (as it stands) and "double" quotes (with \n, \t, \", \\); `#` begins a comment at
 * the start of a line or after a space. Nothing is expanded. The last of two equal names counts.
 * @param {string} text
 * @returns {Record<string, string>}
 * @throws {Error} naming the line that is none of these
 */
export function parseEnvFile(text) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, raw = ''] = LINE.exec(line) ?? [];
    const value = name === undefined ? undefined : unquote(raw);
    if (name === undefined || value === undefined)
      throw new Error(`.env, line ${String(index + 1)}: expected NAME=value, not ${JSON.stringify(shorten(line))}.`);
    values[name] = value;
  }
  return values;
}

/** A line may hold a secret: its name is enough to find it. @param {string} line */
const shorten = (line) => (line.includes('=') ? `${line.slice(0, line.indexOf('='))}=…` : line.slice(0, 20));

/**
 * The environment wins, also with an empty value, which means "not set".
 * @param {string} path
 * @param {Record<string, string | undefined>} environment
 * @returns {Record<string, string | undefined>}
 */
export function withEnvFile(path, environment) {
  if (!existsSync(path)) return { ...environment };
  return { ...parseEnvFile(readFileSync(path, 'utf8')), ...environment };
}
