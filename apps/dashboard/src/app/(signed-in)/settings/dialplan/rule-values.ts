import type { CreateDialplanRuleInput, RuleFieldsFragment, UpdateDialplanRuleInput } from '@/gql/graphql';
import { changedOnly, wholeNumber } from '@/forms/use-form';
import { readNumber } from '@/i18n/format-number';

/** The form's fields as a person types them. */
export interface RuleValues {
  name: string;
  pattern: string;
  trunkIds: readonly string[];
  stripDigits: string;
  prepend: string;
  callerId: string;
  ringTimeoutSeconds: string;
  record: boolean;
  emergency: boolean;
}

/** The api's own defaults. */
export const emptyRule: RuleValues = {
  name: '',
  pattern: '',
  trunkIds: [],
  stripDigits: '0',
  prepend: '',
  callerId: '',
  ringTimeoutSeconds: '30',
  record: true,
  emergency: false,
};

/** Folded away: few rules need them. */
export const advancedFields = ['stripDigits', 'prepend', 'callerId', 'ringTimeoutSeconds', 'record', 'emergency'] as const;

export function valuesOf(rule: RuleFieldsFragment): RuleValues {
  return {
    name: rule.name,
    pattern: rule.pattern,
    trunkIds: rule.trunks.map(({ id }) => id),
    stripDigits: String(rule.stripDigits),
    prepend: rule.prepend,
    callerId: rule.callerId ?? '',
    ringTimeoutSeconds: String(rule.ringTimeoutSeconds),
    record: rule.record,
    emergency: rule.emergency,
  };
}

export function createInput(values: RuleValues) {
  const callerId = values.callerId.trim();
  return {
    name: values.name.trim(),
    pattern: values.pattern.trim(),
    trunkIds: [...values.trunkIds],
    stripDigits: wholeNumber(values.stripDigits),
    prepend: values.prepend.trim(),
    callerId: callerId ? (readNumber(callerId) ?? callerId) : null,
    ringTimeoutSeconds: wholeNumber(values.ringTimeoutSeconds),
    record: values.record,
    emergency: values.emergency,
  } satisfies CreateDialplanRuleInput;
}

export function updateInput(values: RuleValues, before: RuleValues): UpdateDialplanRuleInput {
  return changedOnly(createInput(values), createInput(before));
}

/** How many of the folded settings are not what a new rule has. */
export function countAdvanced(values: RuleValues): number {
  return advancedFields.filter((field) => values[field] !== emptyRule[field]).length;
}
