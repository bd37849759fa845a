'use client';
import { useEffect, useEffectEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { TrunkFieldsFragment } from '@/gql/graphql';
import { TrialReport } from './trial-report';
import { useTrial } from './use-trial';

/** Tries a stored trunk with its stored password, from the moment it is opened. */
export function TrunkTrialDialog({
  trunk,
  onEdit,
  onClose,
}: {
  trunk: TrunkFieldsFragment;
  onEdit: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('trunks');
  const { trial, begin } = useTrial();
  const start = () => void begin({ id: trunk.id });
  const startAtOnce = useEffectEvent(start);
  useEffect(() => startAtOnce(), [trunk.id]);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('testTitle', { name: trunk.name })}
      description={t('testHint')}
      closeLabel={t('close')}
      width="sm:max-w-md"
    >
      <div className="grid gap-5">
        {trial ? <TrialReport trial={trial} registers={trunk.authMode === 'REGISTRATION'} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onEdit}>{t('edit')}</Button>
          <Button look="primary" busy={trial?.isRunning} onClick={start}>
            {t('testAgain')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
