'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useProblemWords } from '@/i18n/use-problem-words';

/** Asks before something is done that can't be undone, and says what follows from it. */
export function ConfirmDialog({
  title,
  hint,
  confirmLabel,
  isBlocked = false,
  words,
  staysOpen = false,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  hint: string;
  confirmLabel: string;
  /** It can't be done, as `children` say: there is no button for it. */
  isBlocked?: boolean;
  /** Says a problem where it has words of its own. */
  words?: (problem: Problem) => string;
  /** What comes after a success is another dialog in this one's place. */
  staysOpen?: boolean;
  /** Returns why it was not done. */
  onConfirm: () => Promise<Problem | undefined>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations('forms');
  const general = useProblemWords();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const refused = await onConfirm();
    setBusy(false);
    // Gone already is what was wanted.
    if (refused && refused.code !== 'NOT_FOUND') return setProblem(refused);
    if (!staysOpen || refused) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      role="alertdialog"
      width="sm:max-w-md"
      title={title}
      description={hint}
      closeLabel={t('close')}
    >
      <div className="grid gap-4">
        {problem ? <Banner look="bad">{(words ?? general)(problem)}</Banner> : null}
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          {isBlocked ? null : (
            <Button look="danger" busy={isBusy} onClick={confirm}>
              {confirmLabel}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
