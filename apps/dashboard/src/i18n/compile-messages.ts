import compile from 'icu-minify/compile';
import type { Messages } from 'use-intl';

type Catalogue = { [key: string]: string | Catalogue };

/**
 * Messages as they go to the browser: taken apart here, so that the browser needs no parser of the ICU format (8 KB of its first load). next.config.mjs puts the
 * matching reader in place.
 */
export function compileMessages(messages: Messages): Messages {
  return compileAll(messages) as Messages;
}

function compileAll(catalogue: Catalogue): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [key, typeof value === 'string' ? compile(value) : compileAll(value)]),
  );
}
