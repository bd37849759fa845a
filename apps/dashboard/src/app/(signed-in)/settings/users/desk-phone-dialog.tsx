'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SecretDialog } from '@/forms/secret-dialog';
import {
  GiveDeskPhoneDocument,
  type GiveDeskPhoneMutation,
  type PersonSettingsFragment,
  TakeDeskPhoneDocument,
} from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';

type Credentials = Extract<GiveDeskPhoneMutation['createDeskPhoneCredentials'], { password: string }>;

/** A SIP telephone on the desk: what it is set up with, told once; or taken away. */
export function DeskPhoneDialog({ person, onClose }: { person: PersonSettingsFragment; onClose: () => void }) {
  const t = useTranslations('deskPhone');
  const words = useProblemWords();
  const client = useApolloClient();
  const [busy, setBusy] = useState<'give' | 'take'>();
  const [problem, setProblem] = useState<Problem>();
  const [given, setGiven] = useState<Credentials>();

  const give = async () => {
    setBusy('give');
    const answer = await mutate(client, GiveDeskPhoneDocument, { userId: person.id });
    setBusy(undefined);
    const made = answer.data?.createDeskPhoneCredentials;
    if (made && 'password' in made) return setGiven(made);
    setProblem(answer.problem ?? (made && refusalOf(made)));
  };
  const take = async () => {
    setBusy('take');
    const answer = await mutate(client, TakeDeskPhoneDocument, { userId: person.id });
    setBusy(undefined);
    if (answer.problem) return setProblem(answer.problem);
    onClose();
  };
  if (given) {
    return (
      <SecretDialog
        title={t('givenTitle', { name: person.displayName })}
        warning={t('once')}
        fields={[
          { label: t('server'), value: `${given.server}:${given.port}`, hint: t('transport', { transport: given.transport }) },
          { label: t('login'), value: given.username },
          { label: t('password'), value: given.password },
        ]}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('title', { name: person.displayName })}
      description={t('hint')}
      closeLabel={t('close')}
      width="sm:max-w-md"
    >
      <div className="grid gap-4">
        {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quietDanger" busy={busy === 'take'} onClick={take}>
            {t('take')}
          </Button>
          <Button look="primary" busy={busy === 'give'} onClick={give} data-autofocus>
            {t('give')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
