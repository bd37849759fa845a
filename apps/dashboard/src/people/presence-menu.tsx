'use client';
import { useApolloClient } from '@apollo/client/react';
import { ChevronDown } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { control } from '@/components/ui/field';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusDot } from '@/components/ui/status';
import { type Presence, SetPresenceDocument } from '@/gql/graphql';
import { formatClock } from '@/i18n/format-date';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useSignedInUser } from '@/session/session-gate';
import { useMyself, usePeopleStore } from './people-live';
import { awayReasons, presenceTones } from './presence-words';
import { useCountdown } from './use-countdown';

/** The server's bound on a reason. */
const longestReason = 200;
/** The same for every word, so that what stands beside it stays where it is. */
const buttonSize = 'h-9 min-w-14 sm:w-36 lg:w-40';

/** Whether the others give this person calls, and the way to say otherwise. For who has a telephone. */
export function PresenceMenu() {
  const t = useTranslations('presence');
  const tReason = useTranslations('awayReason');
  const words = useProblemWords();
  const client = useApolloClient();
  const store = usePeopleStore();
  const signedIn = useSignedInUser();
  const me = useMyself();
  const left = useCountdown(me?.wrapUpUntil);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem>();
  if (!(me ?? signedIn).extension) return null;
  if (!me) return <Skeleton className={buttonSize} />;

  const say = async (presence: Presence, why?: string) => {
    setProblem(undefined);
    const answer = await mutate(client, SetPresenceDocument, { input: { presence, reason: why } });
    if (answer.problem) return setProblem(answer.problem);
    const person = answer.data.setPresence;
    if ('errorCode' in person) return setProblem(refusalOf(person));
    store.set({ people: store.get().people.map((known) => (known.id === person.id ? person : known)) });
    setReason('');
    document.activeElement?.closest('details')?.removeAttribute('open');
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void say('AWAY', reason.trim() || undefined);
  };
  const shown = me.presence === 'AWAY' && me.presenceReason ? me.presenceReason : t(me.presence);
  return (
    <Menu
      label={t('label', { state: shown })}
      placement="top-full right-0 mt-2 max-sm:fixed max-sm:inset-x-4 max-sm:top-14"
      button={
        <span
          data-presence={me.presence}
          className={classes(
            'inline-flex items-center gap-1.5 rounded-lg border border-line px-2.5 text-sm font-medium hover:bg-sunken',
            buttonSize,
          )}
        >
          <StatusDot tone={presenceTones[me.presence]} />
          <span className="min-w-0 flex-1 truncate max-sm:sr-only">{shown}</span>
          {left > 0 ? <span className="tabular-nums">{formatClock(left)}</span> : null}
          <ChevronDown aria-hidden className="ml-auto size-4 shrink-0 text-ink-soft" />
        </span>
      }
    >
      <p className="px-3 pt-1.5 pb-1 text-sm text-ink-soft">{t('title')}</p>
      <MenuItem aria-pressed={me.presence === 'AVAILABLE'} onClick={() => say('AVAILABLE')}>
        <StatusDot tone="good" />
        {me.presence === 'WRAP_UP' ? t('readyNow') : t('AVAILABLE')}
      </MenuItem>
      <p className="mt-1 border-t border-line px-3 pt-2.5 pb-1 text-sm text-ink-soft">{t('away')}</p>
      {awayReasons.map((each) => (
        <MenuItem
          key={each}
          aria-pressed={me.presence === 'AWAY' && me.presenceReason === tReason(each)}
          onClick={() => say('AWAY', tReason(each))}
        >
          <StatusDot tone="warn" />
          {tReason(each)}
        </MenuItem>
      ))}
      <form onSubmit={submit} className="flex gap-2 px-3 py-2">
        <input
          aria-label={t('reason')}
          placeholder={t('reason')}
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className={classes(control, 'h-10 min-w-0')}
        />
        <Button type="submit">{t('sayAway')}</Button>
      </form>
      {me.presence === 'IN_CALL' ? <p className="px-3 pb-1.5 text-sm text-ink-soft">{t('afterCall')}</p> : null}
      {problem ? (
        <p role="alert" className="px-3 py-1.5 text-sm text-bad">
          {words(problem)}
        </p>
      ) : null}
    </Menu>
  );
}
