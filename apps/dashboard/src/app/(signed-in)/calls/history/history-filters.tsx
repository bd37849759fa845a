'use client';
import { Download, Search, SlidersHorizontal, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { control } from '@/components/ui/field';
import { FilterFields } from './filter-fields';
import { countFilters, type HistoryFilter, isNumberUsable, noFilter } from './history-filter';
import { useCsv } from './use-csv';
import { useTyped } from './use-typed';

/** A number to look for, and behind a button everything else that can be looked for. */
export function HistoryFilters({ filter, onChange }: { filter: HistoryFilter; onChange: (filter: HistoryFilter) => void }) {
  const t = useTranslations('history');
  const [isOpen, setOpen] = useState(() => countFilters(filter) > 0);
  const count = countFilters(filter);
  const fieldsId = useId();
  const csv = useCsv();
  return (
    <div className="grid gap-4 p-4 sm:px-5">
      <div className="flex flex-wrap items-start gap-2">
        <NumberSearch number={filter.number} onChange={(number) => onChange({ ...filter, number })} />
        <Button aria-expanded={isOpen} aria-controls={fieldsId} onClick={() => setOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden className="size-4" />
          {count > 0 ? t('filtersOn', { count }) : t('filters')}
        </Button>
        <Button look="quiet" busy={csv.isBusy} onClick={() => void csv.download(filter)}>
          <Download aria-hidden className="size-4" />
          {t('csv')}
        </Button>
      </div>
      <div id={fieldsId} hidden={!isOpen} className="grid gap-4">
        <FilterFields filter={filter} onChange={onChange} />
        {count > 0 ? (
          <Button
            look="quiet"
            size="small"
            className="justify-self-start"
            onClick={() => onChange({ ...noFilter, number: filter.number })}
          >
            <X aria-hidden className="size-4" />
            {t('clearFilters')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function NumberSearch({ number, onChange }: { number: string; onChange: (number: string) => void }) {
  const t = useTranslations('history');
  const id = useId();
  const [text, setText] = useTyped(number, onChange);
  const isWrong = !isNumberUsable(text);
  return (
    <div className="min-w-56 flex-1">
      <div className="relative">
        <Search aria-hidden className="absolute top-3 left-3 size-4 text-ink-soft" />
        <input
          type="search"
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
          aria-label={t('search')}
          placeholder={t('search')}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? `${id}-error` : undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={classes(control, 'h-10 pl-9')}
        />
      </div>
      {isWrong ? (
        <p id={`${id}-error`} className="mt-1 text-sm text-ink-soft">
          {t('numberHint')}
        </p>
      ) : null}
    </div>
  );
}
