export type Grade = 'good' | 'fair' | 'poor';

/** A mean opinion score in a word: people are satisfied from 4 on, some are not below that, many below 3.6 (ITU-T G.107, table B.1). */
export function gradeOf(mos: number | null | undefined): Grade | undefined {
  if (mos === null || mos === undefined) return undefined;
  if (mos >= 4) return 'good';
  return mos >= 3.6 ? 'fair' : 'poor';
}
