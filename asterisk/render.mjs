// @ts-check
/**
 * Asterisk's configuration files from the templates in etc/. A value goes in only after its check: a line break, a `;` or an odd character
 * in a value would be configuration of its own.
 */
import { isIP } from 'node:net';

/** A value that may not stand in a configuration file. The message says which and what was expected; it shows no secrets. */
export class ConfigValueError extends Error {
  /**
   * @param {string} name
   * @param {string} expected
   */
  constructor(name, expected) {
    super(`${name} must be ${expected}.`);
    this.name = 'ConfigValueError';
  }
}

/** Each kind: what a text must look like, in words and as a test. */
const kinds = {
  port: {
    expected: 'a port from 1 to 65535',
    test: (/** @type {string} */ text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535,
  },
  name: {
    expected: 'a name of letters, digits, _ and -',
    test: (/** @type {string} */ text) => /^[A-Za-z0-9_-]{1,64}$/.test(text),
  },
  secret: {
    expected: 'one line of 1 to 128 printable ASCII characters with no space, ";", "\\" or quotes',
    test: (/** @type {string} */ text) => /^[!-~]{1,128}$/.test(text) && !/[;\\"'`]/.test(text) && !text.startsWith('>'),
  },
  path: {
    expected: 'an absolute path with none of ; , " \' ` \\ $ { } < > | & [ ] and no line break',
    test: (/** @type {string} */ text) => text.startsWith('/') && !/[\p{Cc};,"'`\\${}<>|&[\]]/u.test(text) && !/\s$/.test(text),
  },
  host: {
    expected: 'an IP address or a host name',
    test: (/** @type {string} */ text) =>
      isIP(text) !== 0 || (text.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text)),
  },
  network: {
    expected: 'a network such as 192.168.0.0/16',
    test: (/** @type {string} */ text) => {
      const [address = '', bits = '', ...rest] = text.split('/');
      const family = isIP(address);
      return (
        family !== 0 &&
        rest.length === 0 &&
        (bits === '' || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
      );
    },
  },
};

/** @typedef {keyof typeof kinds} ValueKind */

/**
 * The value as text, if it may stand in a configuration file.
 * @param {string} name for the message
 * @param {unknown} value
 * @param {ValueKind} kind
 * @returns {string}
 * @throws {ConfigValueError}
 */
export function checked(name, value, kind) {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !kinds[kind].test(text)) throw new ConfigValueError(name, kinds[kind].expected);
  return text;
}

/**
 * Fills a template: `{{name}}` is a value, `{{#name}}` … `{{/name}}` (each on a line of its own) are lines that stay only where the value is true.
 * @param {string} template
 * @param {Readonly<Record<string, string | boolean>>} values checked ones
 * @returns {string}
 * @throws {Error} where the template names a value that is not there
 */
export function render(template, values) {
  const lines = [];
  /** @type {boolean[]} */
  const shown = [];
  for (const line of template.split('\n')) {
    const [, mark, section = ''] = /^\{\{([#/])(\w+)\}\}$/.exec(line) ?? [];
    if (mark === '/') shown.pop();
    else if (mark === '#') shown.push(Boolean(values[section]));
    else if (!shown.includes(false)) lines.push(line.replace(/\{\{(\w+)\}\}/g, (_whole, name) => valueOf(values, name)));
  }
  return lines.join('\n');
}

/**
 * @param {Readonly<Record<string, string | boolean>>} values
 * @param {string} name
 */
function valueOf(values, name) {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`The template names ${name}, which is not given.`);
  return value;
}
