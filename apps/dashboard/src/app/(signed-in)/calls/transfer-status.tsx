'use client';
import { Check, Undo2, Users } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { useKeys } from '@/components/ui/use-keys';
import type { CallFieldsFragment } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { usePeople } from '@/people/people-live';
import type { TransferPhase } from './transfer-phase';
import type { CallControl } from './use-call-control';

/** How the transfer stands, and the ways on: give, join, back. */
export function TransferStatus({
  call,
  phase,
  control,
}: {
  call: CallFieldsFragment;
  phase: TransferPhase;
  control: CallControl;
}) {
  const t = useTranslations('transfer');
  const { people } = usePeople();
  const to = call.transfer?.to ?? '';
  const target = people.find(({ extension }) => extension === to)?.displayName ?? formatNumber(to);
  const mayComplete = phase === 'ringing' || phase === 'aside' || phase === 'joined';
  const mayJoin = phase === 'aside';
  const mayCancel = phase !== 'failed';
  useKeys({
    ...(mayComplete ? { G: control.complete } : {}),
    ...(mayJoin ? { J: control.join } : {}),
    ...(mayCancel ? { B: control.cancel } : {}),
  });
  return (
    <section aria-label={t('title')} className="grid gap-2.5 rounded-lg border border-line bg-surface p-3" data-transfer={phase}>
      <p role="status" className="text-sm font-medium break-words">
        {t(phase, { target })}
      </p>
      {mayCancel ? (
        <div className="flex flex-wrap gap-2">
          {mayComplete ? (
            <Button
              size="small"
              look="primary"
              busy={control.running === 'complete'}
              aria-keyshortcuts="G"
              onClick={control.complete}
            >
              <Check aria-hidden className="size-4" />
              {phase === 'joined' ? t('leave') : t('complete')}
              <Kbd>G</Kbd>
            </Button>
          ) : null}
          {mayJoin ? (
            <Button size="small" busy={control.running === 'join'} aria-keyshortcuts="J" onClick={control.join}>
              <Users aria-hidden className="size-4" />
              {t('join')}
              <Kbd>J</Kbd>
            </Button>
          ) : null}
          <Button size="small" busy={control.running === 'cancel'} aria-keyshortcuts="B" onClick={control.cancel}>
            <Undo2 aria-hidden className="size-4" />
            {phase === 'joined' ? t('drop') : t('cancel')}
            <Kbd>B</Kbd>
          </Button>
        </div>
      ) : null}
    </section>
  );
}
