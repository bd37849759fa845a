import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import type { SystemChecksQuery } from '@/gql/graphql';
import { formatExactMoment } from '@/i18n/format-date';

export type Check = SystemChecksQuery['systemChecks'][number];
type Phrases = readonly NonNullable<Check['remedy']>['phrases'][number][];

const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What a check found, in the page's language. */
export function useCheckWords() {
  const tReason = useTranslations('checkReason');
  const tPhrase = useTranslations('remedyPhrase');
  const language = useLocale();
  const shown = (value: string) =>
    moment.test(value) ? formatExactMoment(new Date(value), language, new Date(serverClock.now())) : value;
  return {
    /** undefined for a reason that this page, older than the api, does not know. */
    message({ reason, facts }: Pick<Check, 'reason' | 'facts'>): string | undefined {
      if (reason === null || !tReason.has(reason)) return undefined;
      return tReason(reason, Object.fromEntries(facts.map(({ name, value }) => [name, shown(value)])));
    },
    /** A file, a line or a command of a remedy; words that this page does not know stay English. */
    remedy: (text: string, phrases: Phrases): string =>
      phrases.reduce(
        (told, { phrase, text: english }) => (tPhrase.has(phrase) ? told.replaceAll(english, () => tPhrase(phrase)) : told),
        text,
      ),
  };
}
