'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import type { Problem } from '@/api/problem';
import { useLive } from '@/api/use-live';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import {
  TrunkDetailsByIdDocument,
  type TrunkDetailsFragment,
  TrunkDetailsUpdatedDocument,
  type TrunkFieldsFragment,
} from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { TrunkHistory } from './trunk-history';
import { TrunkSettingsList } from './trunk-settings-list';
import { TrunkLine, TrunkState } from './trunk-state';

/** One trunk whole: how it stands, what changed in the last day, every setting. Follows the trunk while it is open. */
export function TrunkDetailsDialog({
  trunk,
  onEdit,
  onClose,
}: {
  trunk: TrunkFieldsFragment;
  /** None for who may not. */
  onEdit?: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const { details, problem } = useTrunkDetails(trunk.id);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={trunk.name} closeLabel={t('close')} width="sm:max-w-2xl">
      <div className="grid gap-6">
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-[1fr_auto]">
          <TrunkState trunk={trunk} />
          <TrunkLine trunk={trunk} />
        </div>
        {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
        {details ? (
          <>
            <section className="grid gap-2">
              <h3 className="font-semibold">{t('history')}</h3>
              <TrunkHistory history={details.history} />
            </section>
            <section className="grid gap-3">
              <h3 className="font-semibold">{t('settings')}</h3>
              <TrunkSettingsList trunk={details} />
            </section>
          </>
        ) : problem ? null : (
          <div className="grid gap-3" aria-busy>
            <Skeleton className="h-24" />
            <Skeleton className="h-48" />
          </div>
        )}
        {onEdit ? (
          <div className="flex justify-end">
            <Button onClick={onEdit}>{t('edit')}</Button>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Owns the subscription to one trunk's settings and history. */
function useTrunkDetails(id: string): { details?: TrunkDetailsFragment; problem?: Problem } {
  const client = useApolloClient();
  const [state, setState] = useState<{ details?: TrunkDetailsFragment; problem?: Problem }>({});
  const read = async () => {
    try {
      const { data } = await client.query({ query: TrunkDetailsByIdDocument, variables: { id }, fetchPolicy: 'no-cache' });
      setState(data?.trunk ? { details: data.trunk } : { problem: { code: 'NOT_FOUND' } });
    } catch (error) {
      setState((now) => (now.details ? now : { problem: problemOf(error) }));
    }
  };
  useLive(TrunkDetailsUpdatedDocument, {
    key: id,
    variables: () => ({ id }),
    received: ({ trunkUpdated }) => setState({ details: trunkUpdated }),
    caughtUp: () => void read(),
  });
  return state;
}
