'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { CheckField } from '@/components/ui/check-field';
import { DayField } from '@/components/ui/day-field';
import { SelectField, TextField } from '@/components/ui/field';
import { useDayWords } from '@/forms/use-day-words';
import { HistoryChoicesDocument } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { directions, type HistoryFilter, outcomes, type Period, periods } from './history-filter';
import { useTyped } from './use-typed';

/** When, how, who and through what. Agents see their own calls alone, and are not asked whose. */
export function FilterFields({ filter, onChange }: { filter: HistoryFilter; onChange: (filter: HistoryFilter) => void }) {
  const t = useTranslations('historyFilter');
  const tOutcome = useTranslations('outcome');
  const tDirection = useTranslations('direction');
  const { role } = useSignedInUser();
  const { data } = useQuery(HistoryChoicesDocument);
  const set = (change: Partial<HistoryFilter>) => onChange({ ...filter, ...change });
  const [tag, setTag] = useTyped(filter.tag, (text) => set({ tag: text }));
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-3">
      <PeriodFields filter={filter} onChange={onChange} />
      <SelectField
        label={t('outcome')}
        value={filter.outcome}
        onChange={({ target }) => set({ outcome: outcomes.find((each) => each === target.value) ?? '' })}
      >
        <option value="">{t('any')}</option>
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {tOutcome(outcome)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('direction')}
        value={filter.direction}
        onChange={({ target }) => set({ direction: directions.find((each) => each === target.value) ?? '' })}
      >
        <option value="">{t('any')}</option>
        {directions.map((direction) => (
          <option key={direction} value={direction}>
            {tDirection(direction)}
          </option>
        ))}
      </SelectField>
      {role === 'AGENT' ? null : (
        <SelectField label={t('agent')} value={filter.agentId} onChange={({ target }) => set({ agentId: target.value })}>
          <option value="">{t('any')}</option>
          {data?.users.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField label={t('trunk')} value={filter.trunkName} onChange={({ target }) => set({ trunkName: target.value })}>
        <option value="">{t('any')}</option>
        {data?.trunks.map(({ id, name }) => (
          <option key={id}>{name}</option>
        ))}
      </SelectField>
      <TextField label={t('tag')} maxLength={40} value={tag} onChange={({ target }) => setTag(target.value)} />
      <div className="self-end pb-2.5">
        <CheckField
          label={t('isRecorded')}
          checked={filter.isRecorded}
          onChange={({ target }) => set({ isRecorded: target.checked })}
        />
      </div>
    </div>
  );
}

/** A stretch of days, by name or by its first and last day. */
export function PeriodFields({
  filter,
  onChange,
  without,
}: {
  filter: HistoryFilter;
  onChange: (filter: HistoryFilter) => void;
  without?: Period;
}) {
  const t = useTranslations('historyFilter');
  const tPeriod = useTranslations('period');
  const dayWords = useDayWords();
  return (
    <>
      <SelectField
        label={t('period')}
        value={filter.period}
        onChange={({ target }) => onChange({ ...filter, period: periods.find((each) => each === target.value) ?? 'all' })}
      >
        {periods
          .filter((period) => period !== without)
          .map((period) => (
            <option key={period} value={period}>
              {tPeriod(period)}
            </option>
          ))}
      </SelectField>
      {filter.period === 'days' ? (
        <>
          <DayField
            {...dayWords}
            label={t('from')}
            value={filter.from}
            max={filter.to}
            onChange={(from) => onChange({ ...filter, from })}
          />
          <DayField
            {...dayWords}
            label={t('to')}
            value={filter.to}
            min={filter.from}
            onChange={(to) => onChange({ ...filter, to })}
          />
        </>
      ) : null}
    </>
  );
}
