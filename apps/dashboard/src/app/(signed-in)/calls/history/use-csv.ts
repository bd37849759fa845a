import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { problem } from '@/api/problem';
import { observedFetch, serverClock } from '@/api/server-clock';
import { showToast } from '@/components/ui/toast';
import { useProblemWords } from '@/i18n/use-problem-words';
import { session } from '@/session/session';
import { type HistoryFilter, toCallFilter, toCsvQuery } from './history-filter';

/** The table of what is looked for, as a file. Excel takes semicolons where the decimal sign is a comma: in Uzbek and Russian. */
export function useCsv(): { isBusy: boolean; download: (filter: HistoryFilter) => Promise<void> } {
  const t = useTranslations('history');
  const language = useLocale();
  const words = useProblemWords();
  const [isBusy, setBusy] = useState(false);
  const download = async (filter: HistoryFilter) => {
    setBusy(true);
    try {
      const query = toCsvQuery(toCallFilter(filter, new Date(serverClock.now())), language === 'en' ? 'comma' : 'semicolon');
      const token = await session.freshToken();
      const answer = await observedFetch(`/api/calls.csv?${query}`, { headers: { Authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`calls.csv: ${answer.status}`);
      // Read whole before it is saved: a connection that breaks leaves no half table on the disk.
      saveFile(await answer.blob(), `trunkline-${new Date(serverClock.now()).toISOString().slice(0, 10)}.csv`);
      showToast('good', t('csvDone'));
    } catch (error) {
      showToast('bad', words(problem(error instanceof TypeError ? 'OFFLINE' : 'UNKNOWN')));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, download };
}

/** Hands the browser a file to keep. */
function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
