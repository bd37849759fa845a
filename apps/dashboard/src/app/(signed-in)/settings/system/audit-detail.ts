import { isId } from './audit-call';
import { fieldLabels, type MessageKey, valueKeys } from './audit-labels';

/** What use-intl gives for the whole catalogue. */
export interface Words {
  (key: MessageKey): string;
  has(key: MessageKey): boolean;
}

export interface ToldDetail {
  text: string;
  /** Only the api has words for it. */
  isEnglish: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * An entry's detail in the page's language. Facts are told field by field, without what is empty and without ids, which say nothing to a reader; a refusal by
 * its code. Sentences that older versions wrote stay as they are.
 * @param tellMoment of an ISO 8601 moment
 */
export function tellDetail(detail: string, t: Words, tellMoment: (at: string) => string): ToldDetail {
  const english = { text: detail, isEnglish: true };
  const fields = fieldsOf(detail) ?? oldRefusalOf(detail);
  if (!fields) return english;
  const { was, errorCode, message, ...facts } = fields;
  const reason = typeof errorCode === 'string' ? wordsAt(t, `errors.${errorCode}`) : '';
  if (reason === undefined) return { ...english, text: typeof message === 'string' ? message : detail };
  const value = (name: string, of: unknown) => tellValue(name, of, t, tellMoment);
  const parts = Object.entries(facts).map(([name, now]) => {
    const told = value(name, now);
    const before = isFields(was) && name in was ? value(name, was[name]) : '';
    return told && `${labelOf(name, t)}: ${before && `${before} → `}${told}`;
  });
  return { text: [reason, ...parts].filter(Boolean).join(' · '), isEnglish: false };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldsOf(detail: string): Fields | undefined {
  try {
    const fields: unknown = JSON.parse(detail);
    return isFields(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** `NO_ROUTE: There is no rule …`, as older versions wrote it. */
function oldRefusalOf(detail: string): Fields | undefined {
  const [, errorCode] = /^([A-Z]+(?:_[A-Z]+)+): /.exec(detail) ?? [];
  return errorCode === undefined ? undefined : { errorCode, message: detail };
}

const wordsAt = (t: Words, key: string): string | undefined => (t.has(key as MessageKey) ? t(key as MessageKey) : undefined);

const labelOf = (name: string, t: Words): string =>
  name in fieldLabels ? t(fieldLabels[name as keyof typeof fieldLabels]) : name;

const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Nothing for what is not told. */
function tellValue(name: string, value: unknown, t: Words, tellMoment: (at: string) => string): string {
  if (value === null) return t('trunks.none');
  if (typeof value === 'boolean') return t(value ? 'trunks.yes' : 'trunks.no');
  if (Array.isArray(value)) {
    if (value.length === 0) return t('trunks.none');
    return value.every((each) => typeof each === 'string' && isId(each))
      ? String(value.length)
      : value.map((each) => tellValue(name, each, t, tellMoment)).join(', ');
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isId(value)) return '';
  if (moment.test(value)) return tellMoment(value);
  const keyOf = name in valueKeys ? valueKeys[name as keyof typeof valueKeys] : undefined;
  return (keyOf && wordsAt(t, keyOf(value))) ?? value;
}
