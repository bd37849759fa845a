import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { useProblemWords } from '@/i18n/use-problem-words';

/** The fields that say what they take, where they were refused for their value. */
export const invalidFields = [
  'name',
  'pattern',
  'prepend',
  'stripDigits',
  'callerId',
  'ringTimeoutSeconds',
  'trunkIds',
  'emergency',
  'prefix',
  'note',
  'memberIds',
  'wrapUpSeconds',
  'number',
  'groupId',
  'agentId',
  'fallbackGroupId',
  'fallbackAnnouncement',
  'username',
  'password',
  'currentPassword',
  'newPassword',
  'displayName',
  'extension',
  'role',
  'enabled',
  'userId',
  'expiresAt',
  'tokenRole',
] as const;

/** The fields that say whose their value is, where it is taken. */
export const takenFields = ['name', 'pattern', 'number', 'prefix', 'username', 'extension'] as const;

/** What a value itself is refused with; INVALID_CREDENTIALS names a field only for one's own password. */
const valueCodes: ReadonlySet<Problem['code']> = new Set(['INVALID_INPUT', 'INVALID_NUMBER', 'INVALID_CREDENTIALS']);

type InvalidField = (typeof invalidFields)[number];

/**
 * What is wrong, in the person's language: at a field what it takes, else what the code says.
 * @param others  fields whose words are told by another name, such as a token's role
 */
export function useFieldWords(others: Readonly<Record<string, InvalidField>> = {}): (problem: Problem) => string {
  const general = useProblemWords();
  const tInvalid = useTranslations('invalidField');
  const tTaken = useTranslations('takenField');
  return (problem) => {
    const { code, field = '' } = problem;
    const invalid = invalidFields.find((known) => known === (others[field] ?? field));
    if (valueCodes.has(code) && invalid) return tInvalid(invalid);
    const taken = takenFields.find((known) => known === field);
    return code === 'NAME_TAKEN' && taken ? tTaken(taken) : general(problem);
  };
}
