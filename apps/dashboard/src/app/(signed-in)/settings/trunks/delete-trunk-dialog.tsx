'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DeleteTrunkDocument, type TrunkFieldsFragment } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { dropTrunk } from './trunks-live';

export function DeleteTrunkDialog({ trunk, onClose }: { trunk: TrunkFieldsFragment | undefined; onClose: () => void }) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const client = useApolloClient();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const close = () => {
    setProblem(undefined);
    onClose();
  };
  const remove = async ({ id }: TrunkFieldsFragment) => {
    setBusy(true);
    const answer = await mutate(client, DeleteTrunkDocument, { id });
    setBusy(false);
    // Gone already is what was wanted.
    const failed =
      answer.problem?.code === 'NOT_FOUND' ? undefined : (answer.problem ?? refusalOf(answer.data?.deleteTrunk ?? {}));
    if (failed) return setProblem(failed);
    dropTrunk(client, id);
    close();
  };
  if (!trunk) return null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      role="alertdialog"
      width="sm:max-w-md"
      title={t('deleteTitle', { name: trunk.name })}
      description={t('deleteHint')}
      closeLabel={t('close')}
    >
      {problem ? (
        <Banner look="bad" className="mb-4">
          {words(problem)}
        </Banner>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close} autoFocus>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={isBusy} onClick={() => remove(trunk)}>
          {t('deleteConfirm')}
        </Button>
      </div>
    </Dialog>
  );
}
