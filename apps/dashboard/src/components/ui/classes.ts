/** Joins class names; leaves out what is false or empty. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** Of what is shown while what was asked for is not there yet: the answer to an earlier question. */
export function dimmed(isStale: boolean): string {
  return classes('transition-opacity', isStale && 'opacity-60');
}
