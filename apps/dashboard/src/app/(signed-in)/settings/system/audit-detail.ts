/**
 * An entry's detail for people. Many are what was asked for, as JSON: they are told field by field, without what is empty and without ids, which say
 * nothing to a reader. Others are sentences, and stay as they are; so does JSON that was cut off.
 */
export function auditDetail(detail: string): string {
  const fields = fieldsOf(detail);
  if (!fields) return detail;
  return Object.entries(fields)
    .map(([field, value]) => [field, wordsOf(value)] as const)
    .filter(([, words]) => words !== '')
    .map(([field, words]) => `${field}: ${words}`)
    .join(' · ');
}

function fieldsOf(detail: string): Record<string, unknown> | undefined {
  if (!detail.startsWith('{')) return undefined;
  try {
    return JSON.parse(detail) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.every(isId) ? String(value.length) : value.map(wordsOf).join(', ');
  if (value === null) return '—';
  if (typeof value === 'string') return isId(value) ? '' : value;
  return JSON.stringify(value);
}

const isId = (value: unknown): boolean => typeof value === 'string' && uuid.test(value);
