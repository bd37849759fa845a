/** The api takes no more. */
export const mostTags = 20;

/** With what was typed, each tag once. */
export function withTag(tags: readonly string[], typed: string): readonly string[] {
  const tag = typed.trim().replace(/\s+/g, ' ');
  return tag === '' || tags.includes(tag) || tags.length >= mostTags ? tags : [...tags, tag];
}
