'use client';
import { useApolloClient } from '@apollo/client/react';
import { Plus, ShieldBan, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { useRead } from '@/api/use-read';
import { ActionButton } from '@/components/ui/action-button';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { TextField } from '@/components/ui/field';
import { ListCard } from '@/components/ui/list-card';
import { PageSection } from '@/components/ui/page-section';
import { ConfirmDialog } from '@/forms/confirm-dialog';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import { AllowDestinationDocument, DestinationsDocument, type DestinationsQuery, ForbidDestinationDocument } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';

type Destination = DestinationsQuery['allowedDestinations'][number];

/** What may be dialled; everything else is refused, whoever asks. */
export function DestinationsSection({ mayWrite, onChanged }: { mayWrite: boolean; onChanged: () => void }) {
  const t = useTranslations('destinations');
  const words = useProblemWords();
  const { data, problem, reload } = useRead(DestinationsDocument, {});
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Destination>();
  const destinations = data?.allowedDestinations ?? [];
  const changed = async () => {
    await reload();
    onChanged();
  };
  const add = mayWrite ? (
    <Button onClick={() => setAdding(true)}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  ) : null;
  return (
    <PageSection title={t('title')} hint={t('hint')} action={data && destinations.length === 0 ? null : add}>
      <ListCard
        isLoading={!data}
        problem={problem && words(problem)}
        empty={
          destinations.length === 0 ? (
            <EmptyState icon={ShieldBan} title={t('empty')} action={add}>
              {t('emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ul>
          {destinations.map((destination) => (
            <li
              key={destination.id}
              data-destination={destination.prefix}
              className="flex items-center gap-3 border-line px-5 py-2.5 not-first:border-t"
            >
              <span className="font-mono font-semibold">{destination.prefix}</span>
              <span className="min-w-0 flex-1 break-words text-ink-soft">{destination.note}</span>
              {mayWrite ? (
                <ActionButton
                  label={t('remove', { prefix: destination.prefix })}
                  Icon={Trash2}
                  look="quietDanger"
                  onClick={() => setLeaving(destination)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      </ListCard>
      {isAdding ? <DestinationDialog onClose={() => setAdding(false)} onSaved={changed} /> : null}
      {leaving ? (
        <RemoveDialog
          destination={leaving}
          isLast={destinations.length === 1}
          onClose={() => setLeaving(undefined)}
          onRemoved={changed}
        />
      ) : null}
    </PageSection>
  );
}

function DestinationDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => Promise<void> }) {
  const t = useTranslations('destinations');
  const client = useApolloClient();
  const form = useForm({ prefix: '', note: '' }, useFieldWords());
  const { values, bind } = form;
  const submit = async () => {
    const input = { prefix: values.prefix.trim().replace(/^\+/, ''), note: values.note.trim() || null };
    const answer = await mutate(client, AllowDestinationDocument, { input });
    const refused = answer.problem ?? refusalOf(answer.data.createAllowedDestination);
    if (refused) return refused;
    void onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={t('addTitle')}
      description={t('addHint')}
      form={form}
      onSubmit={submit}
      onClose={onClose}
      width="sm:max-w-md"
    >
      <TextField label={t('prefix')} hint={t('prefixHint')} {...bind('prefix')} required inputMode="tel" data-autofocus />
      <TextField label={t('note')} hint={t('noteHint')} {...bind('note')} maxLength={200} />
    </FormDialog>
  );
}

function RemoveDialog({
  destination,
  isLast,
  onClose,
  onRemoved,
}: {
  destination: Destination;
  isLast: boolean;
  onClose: () => void;
  onRemoved: () => Promise<void>;
}) {
  const t = useTranslations('destinations');
  const client = useApolloClient();
  const remove = async () => {
    const answer = await mutate(client, ForbidDestinationDocument, { id: destination.id });
    await onRemoved();
    return answer.problem ?? refusalOf(answer.data.deleteAllowedDestination);
  };
  return (
    <ConfirmDialog
      title={t('removeTitle', { prefix: destination.prefix })}
      hint={t('removeHint', { prefix: destination.prefix })}
      confirmLabel={t('removeConfirm')}
      onConfirm={remove}
      onClose={onClose}
    >
      {isLast ? <Banner look="warn">{t('removeLast')}</Banner> : null}
    </ConfirmDialog>
  );
}
