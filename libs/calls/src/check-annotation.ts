import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import type { Call } from './call.entity.js';
import type { AnnotateCallInput } from './call.inputs.js';

const LONGEST_NOTE = 2000;
const MOST_TAGS = 20;
const LONGEST_TAG = 40;

/** What PostgreSQL does not store (NUL, half a surrogate pair) and nobody types. Lines and tabs are a note's own. */
const unprintable = /(?![\n\r\t])\p{Cc}|\p{Cs}/u;

/** What changes: only what was given, without blanks around it, each tag once; or what is wrong with it. */
export function checkAnnotation(input: AnnotateCallInput): Pick<Partial<Call>, 'note' | 'tags'> | OperationError {
  const note = input.note === undefined ? {} : noteOf(input.note);
  if (isRefusal(note)) return note;
  const tags = input.tags === undefined ? {} : tagsOf(input.tags ?? []);
  return isRefusal(tags) ? tags : { ...note, ...tags };
}

function noteOf(given: string | null): { note: string | null } | OperationError {
  const note = given?.trim() ?? '';
  if (lengthOf(note) > LONGEST_NOTE) return wrong('note', `A note has at most ${LONGEST_NOTE} characters.`);
  if (unprintable.test(note)) return wrong('note', 'A note is text: it holds a character that is none.');
  return { note: note === '' ? null : note };
}

function tagsOf(given: readonly string[]): { tags: string[] } | OperationError {
  const tags = [...new Set(given.map((tag) => tag.trim()))];
  if (tags.length > MOST_TAGS) return wrong('tags', `A call has at most ${MOST_TAGS} tags.`);
  for (const tag of tags) {
    if (tag === '' || lengthOf(tag) > LONGEST_TAG) return wrong('tags', `A tag has 1 to ${LONGEST_TAG} characters.`);
    if (/\p{Cc}|\p{Cs}/u.test(tag)) return wrong('tags', 'A tag is one line of text.');
  }
  return { tags };
}

/** Characters, as PostgreSQL counts them. */
const lengthOf = (text: string): number => [...text].length;

const wrong = (field: string, message: string): OperationError => refuse(ErrorCode.INVALID_INPUT, message, `input.${field}`);
