'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { ConfirmDialog } from '@/forms/confirm-dialog';
import { useFieldWords } from '@/forms/field-words';
import { SecretDialog } from '@/forms/secret-dialog';
import { type PersonSettingsFragment, SignOutPersonDocument, UpdatePersonDocument } from '@/gql/graphql';
import { generatePassword } from './generate-password';

interface PersonDialogProps {
  person: PersonSettingsFragment;
  onClose: () => void;
}

/** A new password, made here and told once. */
export function ResetPasswordDialog({ person, onClose }: PersonDialogProps) {
  const t = useTranslations('users');
  const client = useApolloClient();
  const [password] = useState(() => generatePassword());
  const [isDone, setDone] = useState(false);
  if (isDone) return <PasswordDialog person={person} password={password} onClose={onClose} />;
  const reset = async () => {
    const answer = await mutate(client, UpdatePersonDocument, { id: person.id, input: { password } });
    const refused = answer.problem ?? refusalOf(answer.data.updateUser);
    if (!refused) setDone(true);
    return refused;
  };
  return (
    <ConfirmDialog
      title={t('resetTitle', { name: person.displayName })}
      hint={t('resetHint')}
      confirmLabel={t('resetConfirm')}
      onConfirm={reset}
      onClose={onClose}
      staysOpen
    />
  );
}

/** A password that is shown this once. */
export function PasswordDialog({ person, password, onClose }: PersonDialogProps & { password: string }) {
  const t = useTranslations('users');
  return (
    <SecretDialog
      title={t('passwordTitle', { name: person.displayName })}
      warning={t('passwordOnce')}
      fields={[
        { label: t('username'), value: person.username },
        { label: t('password'), value: password },
      ]}
      onClose={onClose}
    />
  );
}

export function SignOutDialog({ person, onClose }: PersonDialogProps) {
  const t = useTranslations('users');
  const client = useApolloClient();
  return (
    <ConfirmDialog
      title={t('signOutTitle', { name: person.displayName })}
      hint={t('signOutHint')}
      confirmLabel={t('signOutConfirm')}
      onConfirm={async () => (await mutate(client, SignOutPersonDocument, { id: person.id })).problem}
      onClose={onClose}
    />
  );
}

/** Switching somebody off: they are signed out and have no phone; what they did stays. */
export function SwitchOffDialog({ person, onClose }: PersonDialogProps) {
  const t = useTranslations('users');
  const words = useFieldWords();
  const client = useApolloClient();
  const switchOff = async () => {
    const answer = await mutate(client, UpdatePersonDocument, { id: person.id, input: { enabled: false } });
    return answer.problem ?? refusalOf(answer.data.updateUser);
  };
  return (
    <ConfirmDialog
      title={t('switchOffTitle', { name: person.displayName })}
      hint={t('switchOffHint')}
      confirmLabel={t('switchOffConfirm')}
      words={words}
      onConfirm={switchOff}
      onClose={onClose}
    />
  );
}
