'use client';
import { useApolloClient } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { serverClock } from '@/api/server-clock';
import { useRead } from '@/api/use-read';
import { SelectField, TextField } from '@/components/ui/field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import { CreateTokenDocument, TokenOwnersDocument } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { lifetimes, rolesUpTo, tokenInput, type TokenValues } from './token-values';

/** A new token: what for, as whom, with which rights, how long. */
export function TokenFormDialog({ onClose, onMade }: { onClose: () => void; onMade: (name: string, token: string) => void }) {
  const t = useTranslations('tokens');
  const tRole = useTranslations('role');
  const tLifetime = useTranslations('tokenLifetime');
  const client = useApolloClient();
  const me = useSignedInUser();
  const { data } = useRead(TokenOwnersDocument, {});
  const initial: TokenValues = { name: '', userId: me.id, role: 'AGENT', expiresAt: 'never' };
  const form = useForm(initial, useFieldWords({ role: 'tokenRole' }));
  const { values, bind, change } = form;
  const owners = data?.users.filter(({ enabled }) => enabled) ?? [me];
  const owner = owners.find(({ id }) => id === values.userId) ?? me;

  const submit = async () => {
    const answer = await mutate(client, CreateTokenDocument, { input: tokenInput(values, serverClock.now()) });
    if (answer.problem) return answer.problem;
    const made = answer.data.createApiToken;
    if ('errorCode' in made) return refusalOf(made);
    onMade(made.apiToken.name, made.token);
  };
  return (
    <FormDialog
      title={t('addTitle')}
      description={t('addHint')}
      form={form}
      submitLabel={t('create')}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={t('name')} hint={t('nameHint')} {...bind('name')} required maxLength={80} data-autofocus />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('user')}
          hint={t('userHint')}
          {...bind('userId')}
          onChange={(event) => {
            const chosen = owners.find(({ id }) => id === event.target.value) ?? me;
            const isTooHigh = !rolesUpTo(chosen.role).includes(values.role);
            change({ userId: chosen.id, ...(isTooHigh ? { role: chosen.role } : {}) });
          }}
        >
          {owners.map(({ id, displayName, username }) => (
            <option key={id} value={id}>
              {displayName === username ? username : `${displayName} (${username})`}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('role')} hint={t('roleHint')} {...bind('role')}>
          {rolesUpTo(owner.role).map((role) => (
            <option key={role} value={role}>
              {tRole(role)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('expires')} {...bind('expiresAt')}>
          {lifetimes.map((lifetime) => (
            <option key={lifetime} value={lifetime}>
              {tLifetime(lifetime)}
            </option>
          ))}
        </SelectField>
      </div>
    </FormDialog>
  );
}
