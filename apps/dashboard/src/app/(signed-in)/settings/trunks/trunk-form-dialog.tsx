'use client';
import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import { Banner } from '@/components/ui/banner';
import { Skeleton } from '@/components/ui/skeleton';
import { GuardedDialog } from '@/forms/guarded-dialog';
import { type TrunkFieldsFragment, TrunkSettingsByIdDocument } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { TrunkForm } from './trunk-form';

interface FormDialogProps {
  /** The trunk to edit; none for a new one. */
  trunk?: TrunkFieldsFragment;
  onClose: () => void;
  onSaved: (name: string) => void;
}

/** Adds or edits a trunk. Closing it with something typed asks first. */
export function TrunkFormDialog({ trunk, onClose, onSaved }: FormDialogProps) {
  const t = useTranslations('trunks');
  const [isTouched, setTouched] = useState(false);
  return (
    <GuardedDialog
      title={trunk ? t('editTitle', { name: trunk.name }) : t('addTitle')}
      width="sm:max-w-2xl"
      isTouched={isTouched}
      onClose={onClose}
    >
      {(leave) => {
        const form = { onSaved, onCancel: leave, onTouched: setTouched };
        return trunk ? <EditForm id={trunk.id} {...form} /> : <TrunkForm trunk={undefined} {...form} />;
      }}
    </GuardedDialog>
  );
}

type EditFormProps = Omit<Parameters<typeof TrunkForm>[0], 'trunk'> & { id: string };

/** What is edited is what the server has now, not what this page saw last. */
function EditForm({ id, ...form }: EditFormProps) {
  const words = useProblemWords();
  const { data, error } = useQuery(TrunkSettingsByIdDocument, { variables: { id }, fetchPolicy: 'no-cache' });
  if (error) return <Banner look="bad">{words(problemOf(error))}</Banner>;
  if (!data) {
    return (
      <div className="grid gap-4 sm:grid-cols-2" aria-busy>
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} className="h-16" />
        ))}
      </div>
    );
  }
  if (!data.trunk) return <Banner look="bad">{words({ code: 'NOT_FOUND' })}</Banner>;
  return <TrunkForm trunk={data.trunk} {...form} />;
}
