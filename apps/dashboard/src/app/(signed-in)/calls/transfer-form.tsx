'use client';
import { useApolloClient } from '@apollo/client/react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { control as fieldLook } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { StatusDot } from '@/components/ui/status';
import { type CallFieldsFragment, GroupsDocument, type GroupsQuery } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { usePeople } from '@/people/people-live';
import { presenceTones } from '@/people/presence-words';
import { useSignedInUser } from '@/session/session-gate';
import { canBeRung, type TransferTarget, transferTargets } from './transfer-targets';
import type { CallControl } from './use-call-control';

/** Chooses whom to give the call to, and how: after a word with them (Enter), or at once (Shift+Enter). */
export function TransferForm({
  call,
  control,
  onClose,
}: {
  call: CallFieldsFragment;
  control: CallControl;
  onClose: () => void;
}) {
  const t = useTranslations('transfer');
  const id = useId();
  const me = useSignedInUser();
  const { people } = usePeople();
  const groups = useGroups();
  const [text, setText] = useState('');
  const [activeKey, setActiveKey] = useState<string>();
  const targets = transferTargets(text, { people, groups, without: [me.id, call.agent?.id] });
  const active = targets.find(({ key }) => key === activeKey) ?? targets[0];
  const isPossible = active !== undefined && canBeRung(active.presence);

  const give = async (attended: boolean) => {
    if (active && isPossible && (await control.transfer(active.to, attended))) onClose();
  };
  const press = (event: KeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (move !== 0) {
      event.preventDefault();
      const at = active ? targets.indexOf(active) : 0;
      setActiveKey(targets[(at + move + targets.length) % targets.length]?.key);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void give(!event.shiftKey);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };

  return (
    <section aria-label={t('title')} className="grid gap-3 rounded-lg border border-line bg-surface p-3" onKeyDown={press}>
      <label htmlFor={`${id}-text`} className="text-sm font-medium">
        {t('to')}
      </label>
      <input
        id={`${id}-text`}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={active ? `${id}-${active.key}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoFocus
        value={text}
        placeholder={t('toPlaceholder')}
        onChange={(event) => {
          setText(event.target.value);
          setActiveKey(undefined);
        }}
        className={classes(fieldLook, '-mt-1.5 h-10')}
      />
      {targets.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('nobody')}</p>
      ) : (
        <ul id={`${id}-list`} role="listbox" aria-label={t('to')} className="max-h-56 overflow-y-auto">
          {targets.map((target) => (
            <Option
              key={target.key}
              id={`${id}-${target.key}`}
              target={target}
              isActive={target === active}
              onChoose={() => setActiveKey(target.key)}
            />
          ))}
        </ul>
      )}
      {active && !isPossible ? <p className="text-sm text-warn">{t('notNow', { target: active.name })}</p> : null}
      <div className="flex flex-wrap gap-2 [&>*]:flex-auto">
        <Button
          size="small"
          look="primary"
          disabled={!isPossible}
          busy={control.running === 'transfer'}
          onClick={() => give(true)}
        >
          {t('attended')}
          <Kbd>Enter</Kbd>
        </Button>
        <Button size="small" disabled={!isPossible} busy={control.running === 'transfer'} onClick={() => give(false)}>
          {t('atOnce')}
          <Kbd>⇧ Enter</Kbd>
        </Button>
      </div>
      <p className="text-xs text-ink-soft">{t('hint')}</p>
    </section>
  );
}

function Option({
  id,
  target: { kind, name, detail, presence },
  isActive,
  onChoose,
}: {
  id: string;
  target: TransferTarget;
  isActive: boolean;
  onChoose: () => void;
}) {
  const t = useTranslations('transfer');
  const tPresence = useTranslations('presence');
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onChoose}
      className={classes(
        'flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm',
        isActive ? 'bg-accent-soft text-ink' : 'hover:bg-sunken',
      )}
    >
      {presence ? <StatusDot tone={presenceTones[presence]} /> : <StatusDot tone="idle" />}
      <span className="min-w-0 flex-1 truncate font-medium">{kind === 'number' ? formatNumber(name) : name}</span>
      <span className="shrink-0 text-xs text-ink-soft tabular-nums">
        {kind === 'agent' && presence ? `${detail} · ${tPresence(presence)}` : null}
        {kind === 'group' ? t('groupFree', { count: String(detail) }) : null}
        {kind === 'number' ? t('outside') : null}
      </span>
    </li>
  );
}

function useGroups(): GroupsQuery['groups'] {
  const client = useApolloClient();
  const [groups, setGroups] = useState<GroupsQuery['groups']>([]);
  useEffect(() => {
    let isShown = true;
    void client.query({ query: GroupsDocument, fetchPolicy: 'no-cache' }).then(
      ({ data }) => data && isShown && setGroups(data.groups),
      // Agents and numbers can be chosen all the same.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [client]);
  return groups;
}
