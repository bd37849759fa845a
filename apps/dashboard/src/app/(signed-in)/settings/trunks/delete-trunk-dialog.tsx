'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DeleteTrunkDocument, RulesOfTrunksDocument, type TrunkFieldsFragment } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { dropTrunk } from './trunks-live';

/** Asks before a trunk goes, and says what goes with it. A trunk that a rule names stays: the rules are named, in place of the button. */
export function DeleteTrunkDialog({
  trunk,
  isLast,
  onClose,
}: {
  trunk: TrunkFieldsFragment;
  /** Whether no other trunk is switched on. */
  isLast: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const client = useApolloClient();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const { data, refetch } = useQuery(RulesOfTrunksDocument, { fetchPolicy: 'no-cache' });
  const rules = data?.dialplan.rules.filter(({ trunks }) => trunks.some(({ id }) => id === trunk.id)) ?? [];
  const names = rules.map(({ name }) => `«${name}»`).join(', ');

  const remove = async () => {
    setBusy(true);
    const answer = await mutate(client, DeleteTrunkDocument, { id: trunk.id });
    // Gone already is what was wanted.
    const failed =
      answer.problem?.code === 'NOT_FOUND' ? undefined : (answer.problem ?? refusalOf(answer.data?.deleteTrunk ?? {}));
    if (failed?.code === 'TRUNK_IN_USE') await refetch().catch(() => undefined);
    setBusy(false);
    if (failed) return setProblem(failed);
    dropTrunk(trunk.id);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      role="alertdialog"
      width="sm:max-w-md"
      title={t('deleteTitle', { name: trunk.name })}
      description={t('deleteHint')}
      closeLabel={t('close')}
    >
      <div className="grid gap-4">
        {names ? <Banner look="bad">{t('deleteNamed', { rules: names })}</Banner> : null}
        {problem && !names ? <Banner look="bad">{words(problem)}</Banner> : null}
        {trunk.activeCalls > 0 ? <Banner look="warn">{t('deleteCalls', { count: trunk.activeCalls })}</Banner> : null}
        {isLast && !names ? <Banner look="warn">{t('deleteLast')}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          {names ? null : (
            <Button look="danger" busy={isBusy} onClick={remove}>
              {t('deleteConfirm')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
