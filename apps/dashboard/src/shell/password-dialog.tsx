'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { PasswordField } from '@/components/ui/password-field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import { session } from '@/session/session';

/** One's own password. Every other sign-in ends with it. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('ownPassword');
  const [isDone, setDone] = useState(false);
  const form = useForm({ currentPassword: '', newPassword: '' }, useFieldWords());
  const { values, bind } = form;
  const submit = async () => {
    const refused = await session.changePassword(values.currentPassword, values.newPassword);
    if (!refused) setDone(true);
    return refused;
  };
  const buttons = { showLabel: t('show'), hideLabel: t('hide') };
  if (isDone) {
    return (
      <Dialog open onOpenChange={onClose} title={t('title')} closeLabel={t('close')} width="sm:max-w-md">
        <div className="grid gap-4">
          <Banner look="info">{t('done')}</Banner>
          <div className="flex justify-end">
            <Button look="primary" onClick={onClose} data-autofocus>
              {t('close')}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog title={t('title')} description={t('hint')} form={form} onSubmit={submit} onClose={onClose} width="sm:max-w-md">
      <PasswordField
        label={t('current')}
        {...buttons}
        {...bind('currentPassword')}
        autoComplete="current-password"
        data-autofocus
      />
      <PasswordField label={t('new')} hint={t('newHint')} {...buttons} {...bind('newPassword')} autoComplete="new-password" />
    </FormDialog>
  );
}
