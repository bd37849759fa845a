import { ErrorCode, refuse, RefusalException } from '@app/common';
import type { CallFilter } from './call.inputs.js';
import { CallDirection, CallOutcome, CallState } from './call-state.js';
import type { Separator } from './csv.js';

/** Query parameters as Express reads them. */
export type Query = Readonly<Record<string, unknown>>;

export interface ExportRequest {
  filter: CallFilter;
  separator: Separator;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const separators: ReadonlyMap<string, Separator> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
]);

/**
 * CallFilter as query parameters; lists are repeated or separated by commas.
 * @throws {RefusalException} INVALID_INPUT with the parameter's name
 */
export function filterOfQuery(query: Query): ExportRequest {
  const filter: CallFilter = {};
  let separator: Separator = ',';
  for (const [name, value] of Object.entries(query)) {
    switch (name) {
      case 'state':
        filter.state = listOf(name, value, CallState);
        break;
      case 'outcome':
        filter.outcome = listOf(name, value, CallOutcome);
        break;
      case 'direction':
        filter.direction = memberOf(name, textOf(name, value), CallDirection);
        break;
      case 'trunkName':
      case 'agentId':
      case 'number':
        filter[name] = textOf(name, value);
        break;
      case 'createdAfter':
      case 'createdBefore':
        filter[name] = instantOf(name, textOf(name, value));
        break;
      case 'hasRecording':
        filter.hasRecording = booleanOf(name, textOf(name, value));
        break;
      case 'tags':
        filter.tags = textsOf(name, value);
        break;
      case 'separator':
        separator = separators.get(textOf(name, value)) ?? wrong(name, 'The separator is comma or semicolon.');
        break;
      default:
        wrong(name, 'There is no such filter.');
    }
  }
  return { filter, separator };
}

function textOf(name: string, value: unknown): string {
  return typeof value === 'string' && value.length <= 100 && !value.includes('\0') ? value : wrong(name, 'One text is expected.');
}

/** A tag may hold a comma, so that each has a parameter of its own. */
function textsOf(name: string, value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((each) => textOf(name, each));
}

function booleanOf(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') wrong(name, 'It is true or false.');
  return text === 'true';
}

function listOf<T extends string>(name: string, value: unknown, members: Readonly<Record<string, T>>): T[] {
  const given = Array.isArray(value) ? value : [value];
  return given.flatMap((each) => textOf(name, each).split(',')).map((each) => memberOf(name, each, members));
}

function memberOf<T extends string>(name: string, text: string, members: Readonly<Record<string, T>>): T {
  const all = Object.values(members);
  return all.find((member) => member === text) ?? wrong(name, `It is one of ${all.join(', ')}.`);
}

function instantOf(name: string, text: string): Date {
  // A + that was not encoded comes as a blank.
  const at = new Date(INSTANT.test(text.replace(' ', '+')) ? text.replace(' ', '+') : Number.NaN);
  return Number.isNaN(at.getTime()) ? wrong(name, 'An ISO 8601 instant such as 2026-11-23T10:50:00.123Z is expected.') : at;
}

function wrong(name: string, message: string): never {
  throw new RefusalException(refuse(ErrorCode.INVALID_INPUT, message, name));
}
