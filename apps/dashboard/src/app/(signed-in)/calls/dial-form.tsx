'use client';
import { Phone } from 'lucide-react';
import Link from 'next/link';
import { startTransition, type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTrunks } from '@/app/(signed-in)/settings/trunks/trunks-live';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { SelectField, TextField } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { formatNumber, readNumber } from '@/i18n/format-number';
import { useSignedInUser } from '@/session/session-gate';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useCurrentCall } from './current-call';
import { type Explanation, useExplanation } from './use-explanation';

/** Enter in the number field calls. The server decides what the number means; the form shows what it reads. In a call it makes room, and keeps what was typed. */
export function DialForm() {
  const t = useTranslations('dial');
  const tRegistration = useTranslations('registration');
  const { isBusy, place } = useCurrentCall();
  const me = useSignedInUser();
  const trunks = useTrunks()?.filter((trunk) => trunk.enabled);
  const [number, setNumber] = useState('');
  const [trunkName, setTrunkName] = useState('');
  const [isWrong, setWrong] = useState(false);
  const read = readNumber(number);
  const chosen = trunks?.some(({ name }) => name === trunkName) ? trunkName : '';

  const explanation = useExplanation(isBusy ? undefined : read, chosen || undefined);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    if (!read) return setWrong(true);
    void place(read, chosen || undefined);
    // When the form has made room: what nobody sees need not be laid out, while the request is on its way.
    startTransition(() => setNumber(formatNumber(read)));
  };
  const tidy = () => {
    if (read) setNumber(formatNumber(read));
  };

  return (
    <form onSubmit={submit} className={classes('grid gap-4 p-5', isBusy && 'hidden')} noValidate>
      <TextField
        label={t('number')}
        name="number"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        autoFocus
        placeholder={t('numberPlaceholder')}
        value={number}
        onChange={(event) => {
          setNumber(event.target.value);
          setWrong(false);
        }}
        onBlur={tidy}
        onPaste={(event) => {
          const pasted = readNumber(event.clipboardData.getData('text'));
          if (!pasted) return;
          event.preventDefault();
          setNumber(formatNumber(pasted));
          setWrong(false);
        }}
        error={isWrong ? t('numberWrong') : undefined}
        hint={read && number !== formatNumber(read) ? t('numberReads', { number: formatNumber(read) }) : t('numberHint')}
        className="h-12! text-lg font-medium tracking-wide tabular-nums"
      />
      <SelectField label={t('trunk')} name="trunk" value={chosen} onChange={(event) => setTrunkName(event.target.value)}>
        <option value="">{t('auto')}</option>
        {trunks?.map(({ id, name, registration }) => (
          <option key={id} value={name}>
            {t('trunkChoice', { name, state: tRegistration(registration.state) })}
          </option>
        ))}
      </SelectField>
      <Explained explanation={explanation} />
      <Button type="submit" look="primary" size="large" disabled={isBusy}>
        <Phone aria-hidden className="size-5" />
        {t('call')}
        <Kbd>Enter</Kbd>
      </Button>
      {trunks?.length === 0 ? (
        <p className="text-sm text-ink-soft">
          {t('noTrunks')}{' '}
          {me.role === 'ADMIN' ? (
            <Link href="/settings/trunks" className="text-accent underline underline-offset-4">
              {t('addTrunk')}
            </Link>
          ) : null}
        </p>
      ) : null}
    </form>
  );
}

/** What would come of the press: the trunk that would carry the call, or why there would be none. */
function Explained({ explanation }: { explanation: Explanation | undefined }) {
  const t = useTranslations('dial');
  const words = useProblemWords();
  if (!explanation) return null;
  const { problem, trunkName } = explanation;
  if (problem) return <Banner look="warn">{words(problem)}</Banner>;
  return trunkName ? <p className="-mt-2 text-sm text-ink-soft">{t('wouldGo', { trunk: trunkName })}</p> : null;
}
