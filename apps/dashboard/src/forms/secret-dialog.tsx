'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SecretField } from '@/components/ui/secret-field';

/** What was made and can't be shown again. Closed by its button or its cross alone: a press beside it must not lose it. */
export function SecretDialog({
  title,
  warning,
  fields,
  onClose,
}: {
  title: string;
  /** What to do with it now. */
  warning: string;
  fields: readonly { label: string; value: string; hint?: string }[];
  onClose: () => void;
}) {
  const t = useTranslations('forms');
  return (
    <Dialog
      open
      isSticky
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      closeLabel={t('close')}
      width="sm:max-w-lg"
    >
      <div className="grid gap-4">
        <Banner look="warn">{warning}</Banner>
        {fields.map((field) => (
          <SecretField key={field.label} {...field} copyLabel={t('copy')} copiedLabel={t('copied')} />
        ))}
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            {t('kept')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
