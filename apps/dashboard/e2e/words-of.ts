import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type uz from '../messages/uz.json';

/** The messages of a language, as the pages have them. */
export const wordsOf = (language: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../messages/${language}.json`), 'utf8')) as typeof uz;
