'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { useRead } from '@/api/use-read';
import { SelectField, TextField } from '@/components/ui/field';
import { OrderedListField } from '@/components/ui/ordered-list-field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import {
  CreateGroupDocument,
  type GroupSettingsFragment,
  InboundChoicesDocument,
  type RingStrategy,
  UpdateGroupDocument,
} from '@/gql/graphql';
import { emptyGroup, groupInput, groupUpdate, groupValues } from './inbound-values';

const strategies: readonly RingStrategy[] = ['ALL', 'IN_ORDER', 'LONGEST_IDLE'];

/** Adds or edits a group: who is in it, whom a call rings when, and the time after it. */
export function GroupFormDialog({
  group,
  onClose,
  onSaved,
}: {
  /** None for a new one. */
  group?: GroupSettingsFragment;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations('groups');
  const tStrategy = useTranslations('ringStrategy');
  const tHint = useTranslations('ringStrategyHint');
  const client = useApolloClient();
  const { data } = useRead(InboundChoicesDocument, {});
  const [before] = useState(() => (group ? groupValues(group) : emptyGroup));
  const form = useForm(before, useFieldWords());
  const { values, bind, change, errorOf } = form;
  const people = data?.users ?? group?.members ?? [];
  const labelOf = (id: string) => {
    const person = people.find((one) => one.id === id);
    return person ? `${person.displayName}${person.extension ? ` (${person.extension})` : ''}` : t('none');
  };

  const submit = async (): Promise<Problem | undefined> => {
    const answer = group
      ? await mutate(client, UpdateGroupDocument, { id: group.id, input: groupUpdate(values, before) })
      : await mutate(client, CreateGroupDocument, { input: groupInput(values) });
    if (answer.problem) return answer.problem;
    const refused = refusalOf('createGroup' in answer.data ? answer.data.createGroup : answer.data.updateGroup);
    if (refused) return refused;
    onSaved();
  };
  return (
    <FormDialog
      title={group ? t('editTitle', { name: group.name }) : t('addTitle')}
      form={form}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={t('name')} {...bind('name')} required maxLength={80} data-autofocus />
      <OrderedListField
        label={t('members')}
        hint={t('membersHint')}
        error={errorOf('memberIds')}
        name="memberIds"
        items={values.memberIds}
        choices={people.filter(({ enabled, extension }) => enabled && extension).map(({ id }) => id)}
        labelOf={labelOf}
        mayBeEmpty
        words={{
          add: t('memberAdd'),
          up: (item) => t('itemUp', { item }),
          down: (item) => t('itemDown', { item }),
          remove: (item) => t('itemRemove', { item }),
          place: (item, place, of) => t('itemPlace', { item, place: String(place), of: String(of) }),
        }}
        onChange={(memberIds) => change({ memberIds })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t('strategy')} hint={tHint(values.strategy)} {...bind('strategy')}>
          {strategies.map((strategy) => (
            <option key={strategy} value={strategy}>
              {tStrategy(strategy)}
            </option>
          ))}
        </SelectField>
        <TextField label={t('wrapUp')} hint={t('wrapUpHint')} {...bind('wrapUpSeconds')} inputMode="numeric" />
      </div>
    </FormDialog>
  );
}
