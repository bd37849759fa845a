'use client';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { GuardedDialog } from './guarded-dialog';
import type { FormState } from './use-form';

/** A form over the page. A refusal that names a field is shown there, and the focus goes to it; closing it with something typed asks first. */
export function FormDialog<Values>({
  title,
  description,
  form,
  submitLabel,
  width = 'sm:max-w-xl',
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  description?: ReactNode;
  form: FormState<Values>;
  submitLabel?: string;
  width?: string;
  /** Returns what is wrong; after a success it closes the form itself. */
  onSubmit: () => Promise<Problem | undefined>;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('forms');
  const element = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const { isTouched, problem, setProblem } = form;

  // The person's next keys go where the mistake is, also where it is folded away.
  useEffect(() => {
    const wrong = problem?.field && element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(problem.field)}"]`);
    if (!wrong) return;
    const fold = wrong.closest('details');
    if (fold) fold.open = true;
    wrong.focus();
  }, [problem]);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A dialog lies in the page's tree inside the form that opened it.
    event.stopPropagation();
    setProblem(undefined);
    setBusy(true);
    const refused = await onSubmit();
    setBusy(false);
    setProblem(refused);
  };
  return (
    <GuardedDialog title={title} description={description} width={width} isTouched={isTouched} onClose={onClose}>
      {(leave) => (
        <form ref={element} onSubmit={submit} className="grid gap-4" noValidate autoComplete="off">
          {form.general ? <Banner look="bad">{form.general}</Banner> : null}
          {children}
          <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-4">
            <Button onClick={leave}>{t('cancel')}</Button>
            <Button type="submit" look="primary" busy={isBusy}>
              {submitLabel ?? t('save')}
            </Button>
          </div>
        </form>
      )}
    </GuardedDialog>
  );
}
