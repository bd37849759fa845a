'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '@/components/ui/dialog';
import { DiscardDialog } from '@/components/ui/discard-dialog';

/** A dialog in which something is typed: once it was, closing the dialog or leaving the page asks first. */
export function GuardedDialog({
  title,
  description,
  width,
  isTouched,
  onClose,
  children,
}: {
  title: string;
  description?: ReactNode;
  width: string;
  isTouched: boolean;
  onClose: () => void;
  /** @param leave closes it, or asks */
  children: (leave: () => void) => ReactNode;
}) {
  const t = useTranslations('forms');
  const [isAsking, setAsking] = useState(false);
  const leave = () => (isTouched ? setAsking(true) : onClose());

  useEffect(() => {
    if (!isTouched) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isTouched]);

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && leave()}
      title={title}
      description={description}
      closeLabel={t('close')}
      width={width}
    >
      {children(leave)}
      <DiscardDialog
        open={isAsking}
        title={t('discardTitle')}
        hint={t('discardHint')}
        stayLabel={t('discardStay')}
        discardLabel={t('discardConfirm')}
        onStay={() => setAsking(false)}
        onDiscard={onClose}
      />
    </Dialog>
  );
}
