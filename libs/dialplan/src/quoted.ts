const MOST_CHARACTERS = 40;

/** What somebody wrote, fit to stand in a sentence: one line, not too long. */
export function quoted(text: string): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return JSON.stringify(shown);
}
