'use client';
import { useApolloClient } from '@apollo/client/react';
import { Pencil, Plus, Power, Route, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { ActionButton } from '@/components/ui/action-button';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListCard } from '@/components/ui/list-card';
import { type Column, ListTable } from '@/components/ui/list-table';
import { PageSection } from '@/components/ui/page-section';
import { Badge } from '@/components/ui/status';
import { ConfirmDialog } from '@/forms/confirm-dialog';
import { DeleteRuleDocument, type RuleFieldsFragment, UpdateRuleDocument } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { useProblemWords } from '@/i18n/use-problem-words';
import { RuleFormDialog } from './rule-form-dialog';

type Open = { kind: 'create' } | { kind: 'edit' | 'delete'; id: string };

/** The rules in the order in which Asterisk asks them. */
export function RulesSection({
  rules,
  problem,
  mayWrite,
  onChanged,
}: {
  /** None before they are known. */
  rules: readonly RuleFieldsFragment[] | undefined;
  problem: Problem | undefined;
  mayWrite: boolean;
  onChanged: () => Promise<void>;
}) {
  const t = useTranslations('dialplan');
  const words = useProblemWords();
  const [open, setOpen] = useState<Open>();
  const [saved, setSaved] = useState<string>();
  const [failed, setFailed] = useState<Problem>();
  const columns = useColumns();
  const close = () => setOpen(undefined);
  const onSaved = (name: string) => {
    setSaved(name);
    close();
    void onChanged();
  };
  const add = mayWrite ? (
    <Button look="primary" onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  ) : null;
  const chosen = open && 'id' in open ? rules?.find(({ id }) => id === open.id) : undefined;
  return (
    <PageSection title={t('title')} hint={t('intro')} action={rules?.length === 0 ? null : add}>
      {saved ? <Banner look="info">{t('saved', { name: saved })}</Banner> : null}
      {failed ? <Banner look="bad">{words(failed)}</Banner> : null}
      <ListCard
        isLoading={!rules}
        problem={problem && words(problem)}
        empty={
          rules?.length === 0 ? (
            <EmptyState icon={Route} title={t('empty')} action={add}>
              {t('emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ListTable
          label={t('title')}
          rows={rules ?? []}
          columns={columns}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          actions={
            mayWrite
              ? {
                  title: t('actions'),
                  labelOf: ({ name }) => t('actionsOf', { name }),
                  of: (rule) => (
                    <>
                      <RuleSwitch rule={rule} onFailed={setFailed} onChanged={onChanged} />
                      <ActionButton label={t('edit')} Icon={Pencil} onClick={() => setOpen({ kind: 'edit', id: rule.id })} />
                      <ActionButton
                        label={t('delete')}
                        Icon={Trash2}
                        look="quietDanger"
                        onClick={() => setOpen({ kind: 'delete', id: rule.id })}
                      />
                    </>
                  ),
                }
              : undefined
          }
        />
      </ListCard>
      {open?.kind === 'create' ? <RuleFormDialog onClose={close} onSaved={onSaved} /> : null}
      {open?.kind === 'edit' && chosen ? <RuleFormDialog rule={chosen} onClose={close} onSaved={onSaved} /> : null}
      {open?.kind === 'delete' && chosen ? (
        <DeleteRuleDialog rule={chosen} isLast={rules?.length === 1} onClose={close} onChanged={onChanged} />
      ) : null}
    </PageSection>
  );
}

function useColumns(): Column<RuleFieldsFragment>[] {
  const t = useTranslations('dialplan');
  return [
    {
      key: 'name',
      title: t('name'),
      cell: (rule) => (
        <div className="grid justify-items-start gap-1">
          <p className="font-semibold break-words">{rule.name}</p>
          {rule.enabled ? null : <Badge tone="idle">{t('off')}</Badge>}
          {rule.emergency ? <Badge tone="warn">{t('emergency')}</Badge> : null}
        </div>
      ),
    },
    {
      key: 'pattern',
      title: t('pattern'),
      cell: ({ pattern, reading }) => (
        <>
          <p className="font-mono break-all">{pattern}</p>
          <p className="text-sm text-ink-soft">{reading}</p>
        </>
      ),
    },
    {
      key: 'trunks',
      title: t('trunks'),
      cell: ({ trunks }) =>
        trunks.length === 0 ? (
          <span className="text-ink-soft">{t('allTrunks')}</span>
        ) : (
          <ol className="grid gap-0.5">
            {trunks.map(({ id, name, enabled }, index) => (
              <li key={id} className="break-all">
                {trunks.length > 1 ? <span className="text-ink-soft tabular-nums">{index + 1}. </span> : null}
                {name} {enabled ? null : <span className="text-sm text-ink-soft">({t('off')})</span>}
              </li>
            ))}
          </ol>
        ),
    },
  ];
}

function RuleSwitch({
  rule,
  onFailed,
  onChanged,
}: {
  rule: RuleFieldsFragment;
  onFailed: (problem: Problem | undefined) => void;
  onChanged: () => Promise<void>;
}) {
  const t = useTranslations('dialplan');
  const client = useApolloClient();
  const language = useApiLanguage();
  const [isBusy, setBusy] = useState(false);
  const toggle = async () => {
    setBusy(true);
    const answer = await mutate(client, UpdateRuleDocument, { language, id: rule.id, input: { enabled: !rule.enabled } });
    setBusy(false);
    onFailed(answer.problem ?? refusalOf(answer.data.updateDialplanRule));
    void onChanged();
  };
  return <ActionButton label={rule.enabled ? t('switchOff') : t('switchOn')} Icon={Power} busy={isBusy} onClick={toggle} />;
}

function DeleteRuleDialog({
  rule,
  isLast,
  onClose,
  onChanged,
}: {
  rule: RuleFieldsFragment;
  isLast: boolean;
  onClose: () => void;
  onChanged: () => Promise<void>;
}) {
  const t = useTranslations('dialplan');
  const client = useApolloClient();
  const remove = async () => {
    const answer = await mutate(client, DeleteRuleDocument, { id: rule.id });
    await onChanged();
    return answer.problem ?? refusalOf(answer.data.deleteDialplanRule);
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: rule.name })}
      hint={t('deleteHint', { reading: rule.reading })}
      confirmLabel={t('deleteConfirm')}
      onConfirm={remove}
      onClose={onClose}
    >
      {isLast ? <Banner look="warn">{t('deleteLast')}</Banner> : null}
    </ConfirmDialog>
  );
}
