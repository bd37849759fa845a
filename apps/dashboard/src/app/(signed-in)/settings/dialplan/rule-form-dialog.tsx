'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { CheckField } from '@/components/ui/check-field';
import { TextField } from '@/components/ui/field';
import { Fold } from '@/components/ui/fold';
import { OrderedListField } from '@/components/ui/ordered-list-field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { type FormState, useForm } from '@/forms/use-form';
import { CreateRuleDocument, type RuleFieldsFragment, UpdateRuleDocument } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { useTrunks } from '../trunks/trunks-live';
import { PatternField } from './pattern-field';
import { countAdvanced, createInput, emptyRule, type RuleValues, updateInput, valuesOf } from './rule-values';

/** Adds or edits a rule: which numbers, through which trunks in which order. */
export function RuleFormDialog({
  rule,
  onClose,
  onSaved,
}: {
  /** None for a new one. */
  rule?: RuleFieldsFragment;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  const t = useTranslations('dialplan');
  const client = useApolloClient();
  const language = useApiLanguage();
  const [before] = useState(() => (rule ? valuesOf(rule) : emptyRule));
  const form = useForm(before, useFieldWords());
  const { values, bind } = form;
  const [isOpen, setOpen] = useState(false);
  const advanced = countAdvanced(values);

  const submit = async () => {
    if (!rule) {
      const answer = await mutate(client, CreateRuleDocument, { language, input: createInput(values) });
      if (answer.problem) return answer.problem;
      const made = answer.data.createDialplanRule;
      return 'errorCode' in made ? refusalOf(made) : void onSaved(made.name);
    }
    const input = updateInput(values, before);
    if (Object.keys(input).length === 0) return void onSaved(rule.name);
    const answer = await mutate(client, UpdateRuleDocument, { language, id: rule.id, input });
    if (answer.problem) return answer.problem;
    const saved = answer.data.updateDialplanRule;
    return 'errorCode' in saved ? refusalOf(saved) : void onSaved(saved.name);
  };
  return (
    <FormDialog
      title={rule ? t('editTitle', { name: rule.name }) : t('addTitle')}
      form={form}
      onSubmit={submit}
      onClose={onClose}
      width="sm:max-w-2xl"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('name')} hint={t('nameHint')} {...bind('name')} required maxLength={80} data-autofocus />
        <PatternField field={bind('pattern')} ruleId={rule?.id} />
      </div>
      <RuleTrunks form={form} rule={rule} />
      <Fold
        title={t('advanced')}
        note={advanced > 0 ? t('advancedCount', { count: String(advanced) }) : t('advancedHint')}
        open={isOpen}
        onOpenChange={setOpen}
      >
        <AdvancedFields form={form} />
      </Fold>
    </FormDialog>
  );
}

function RuleTrunks({ form: { values, change, errorOf }, rule }: { form: FormState<RuleValues>; rule?: RuleFieldsFragment }) {
  const t = useTranslations('dialplan');
  const trunks = useTrunks() ?? [];
  const nameOf = (id: string) => [...trunks, ...(rule?.trunks ?? [])].find((trunk) => trunk.id === id)?.name ?? t('none');
  return (
    <OrderedListField
      label={t('trunks')}
      hint={values.trunkIds.length === 0 ? t('trunksAll') : t('trunksHint')}
      error={errorOf('trunkIds')}
      name="trunkIds"
      items={values.trunkIds}
      choices={trunks.map(({ id }) => id)}
      labelOf={nameOf}
      mayBeEmpty
      words={{
        add: t('trunkAdd'),
        up: (item) => t('itemUp', { item }),
        down: (item) => t('itemDown', { item }),
        remove: (item) => t('itemRemove', { item }),
        place: (item, place, of) => t('itemPlace', { item, place: String(place), of: String(of) }),
      }}
      onChange={(trunkIds) => change({ trunkIds })}
    />
  );
}

function AdvancedFields({ form: { values, bind, change, errorOf } }: { form: FormState<RuleValues> }) {
  const t = useTranslations('dialplan');
  const check = (field: 'record' | 'emergency') => ({
    name: field,
    checked: values[field],
    error: errorOf(field),
    onChange: (event: { target: { checked: boolean } }) => change({ [field]: event.target.checked }),
  });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField label={t('stripDigits')} hint={t('stripDigitsHint')} {...bind('stripDigits')} inputMode="numeric" />
      <TextField label={t('prepend')} hint={t('prependHint')} {...bind('prepend')} inputMode="tel" />
      <TextField label={t('callerId')} hint={t('callerIdHint')} {...bind('callerId')} inputMode="tel" />
      <TextField label={t('ringTimeout')} hint={t('ringTimeoutHint')} {...bind('ringTimeoutSeconds')} inputMode="numeric" />
      <CheckField label={t('record')} hint={t('recordHint')} {...check('record')} />
      <CheckField label={t('emergency')} hint={t('emergencyHint')} {...check('emergency')} />
    </div>
  );
}
