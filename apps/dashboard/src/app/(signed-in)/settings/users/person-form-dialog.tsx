'use client';
import { useApolloClient } from '@apollo/client/react';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import { CreatePersonDocument, type PersonSettingsFragment, type Role, UpdatePersonDocument } from '@/gql/graphql';
import { generatePassword } from './generate-password';
import { createInput, updateInput, valuesOf } from './person-values';

const roles: readonly Role[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];

/** Adds or edits a person. A new one's password is told once, when it is saved. */
export function PersonFormDialog({
  person,
  onClose,
  onSaved,
}: {
  /** None for a new one. */
  person?: PersonSettingsFragment;
  onClose: () => void;
  onSaved: (person: PersonSettingsFragment, password?: string) => void;
}) {
  const t = useTranslations('users');
  const tRole = useTranslations('role');
  const tHint = useTranslations('roleHint');
  const words = useFieldWords();
  const client = useApolloClient();
  const [before] = useState(() =>
    person
      ? valuesOf(person)
      : { username: '', displayName: '', password: generatePassword(), role: 'AGENT' as const, extension: '' },
  );
  const form = useForm(before, words);
  const { values, bind, change } = form;
  const losesSession = person && values.role !== before.role;

  const submit = async () => {
    if (!person) {
      const answer = await mutate(client, CreatePersonDocument, { input: createInput(values) });
      if (answer.problem) return answer.problem;
      const made = answer.data.createUser;
      if ('errorCode' in made) return refusalOf(made);
      return void onSaved(made, values.password);
    }
    const input = updateInput(values, before);
    if (Object.keys(input).length === 0) return void onSaved(person);
    const answer = await mutate(client, UpdatePersonDocument, { id: person.id, input });
    if (answer.problem) return answer.problem;
    const saved = answer.data.updateUser;
    if ('errorCode' in saved) return refusalOf(saved);
    onSaved(saved);
  };
  return (
    <FormDialog
      title={person ? t('editTitle', { name: person.displayName }) : t('addTitle')}
      form={form}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {person ? null : (
          <TextField
            label={t('username')}
            hint={t('usernameHint')}
            {...bind('username')}
            required
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
          />
        )}
        <TextField
          label={t('displayName')}
          hint={t('displayNameHint')}
          {...bind('displayName')}
          data-autofocus={person && true}
        />
        <SelectField label={t('role')} {...bind('role')} hint={tHint(values.role)}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {tRole(role)}
            </option>
          ))}
        </SelectField>
        <TextField label={t('extension')} hint={t('extensionHint')} {...bind('extension')} inputMode="numeric" />
        {person ? null : (
          <div className="grid grid-cols-[1fr_auto] items-start gap-2">
            <TextField
              label={t('password')}
              hint={t('passwordHint')}
              {...bind('password')}
              spellCheck={false}
              autoCapitalize="none"
            />
            <Button
              className="mt-6.5"
              onClick={() => change({ password: generatePassword() })}
              aria-label={t('generate')}
              title={t('generate')}
            >
              <RefreshCw aria-hidden className="size-4" />
            </Button>
          </div>
        )}
      </div>
      {losesSession ? <Banner look="warn">{t('roleSignsOut')}</Banner> : null}
    </FormDialog>
  );
}
