'use client';
import { useApolloClient } from '@apollo/client/react';
import { Pencil, Plus, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { refusalOf } from '@/api/problem';
import { ActionButton } from '@/components/ui/action-button';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListCard } from '@/components/ui/list-card';
import { type Column, ListTable } from '@/components/ui/list-table';
import { PageSection } from '@/components/ui/page-section';
import { ConfirmDialog } from '@/forms/confirm-dialog';
import { DeleteGroupDocument, type GroupSettingsFragment, type RouteSettingsFragment } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { GroupFormDialog } from './group-form-dialog';
import type { InboundSectionProps } from './routes-section';

type Open = { kind: 'create' } | { kind: 'edit' | 'delete'; group: GroupSettingsFragment };

/** People who are rung for the same calls. */
export function GroupsSection({ isLoading, problem, groups, routes, mayWrite, reload }: InboundSectionProps) {
  const t = useTranslations('groups');
  const words = useProblemWords();
  const [open, setOpen] = useState<Open>();
  const columns = useColumns();
  const close = () => setOpen(undefined);
  const saved = () => {
    close();
    void reload();
  };
  const isEmpty = !isLoading && groups.length === 0;
  const add = mayWrite ? (
    <Button look={isEmpty ? 'primary' : 'plain'} onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  ) : null;
  return (
    <PageSection title={t('title')} hint={t('hint')} action={isEmpty ? null : add}>
      <ListCard
        isLoading={isLoading}
        problem={problem && words(problem)}
        empty={
          groups.length === 0 ? (
            <EmptyState icon={Users} title={t('empty')} action={add}>
              {t('emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ListTable
          label={t('title')}
          rows={groups}
          columns={columns}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          actions={
            mayWrite
              ? {
                  title: t('actions'),
                  labelOf: ({ name }) => t('actionsOf', { name }),
                  of: (group) => (
                    <>
                      <ActionButton label={t('edit')} Icon={Pencil} onClick={() => setOpen({ kind: 'edit', group })} />
                      <ActionButton
                        label={t('delete')}
                        Icon={Trash2}
                        look="quietDanger"
                        onClick={() => setOpen({ kind: 'delete', group })}
                      />
                    </>
                  ),
                }
              : undefined
          }
        />
      </ListCard>
      {open?.kind === 'create' ? <GroupFormDialog onClose={close} onSaved={saved} /> : null}
      {open?.kind === 'edit' ? <GroupFormDialog group={open.group} onClose={close} onSaved={saved} /> : null}
      {open?.kind === 'delete' ? <DeleteGroupDialog group={open.group} routes={routes} onClose={close} reload={reload} /> : null}
    </PageSection>
  );
}

function useColumns(): Column<GroupSettingsFragment>[] {
  const t = useTranslations('groups');
  const tStrategy = useTranslations('ringStrategy');
  return [
    { key: 'name', title: t('name'), cell: ({ name }) => <p className="font-semibold break-words">{name}</p> },
    {
      key: 'members',
      title: t('members'),
      cell: ({ members }) =>
        members.length === 0 ? (
          <span className="text-warn">{t('noMembers')}</span>
        ) : (
          <>
            <p className="break-words">{members.map(({ displayName }) => displayName).join(', ')}</p>
            <p className="text-sm text-ink-soft">
              {t('available', {
                count: String(members.filter(({ presence }) => presence === 'AVAILABLE').length),
                of: String(members.length),
              })}
            </p>
          </>
        ),
    },
    {
      key: 'strategy',
      title: t('strategy'),
      cell: ({ strategy, wrapUpSeconds }) => (
        <>
          <p>{tStrategy(strategy)}</p>
          {wrapUpSeconds > 0 ? (
            <p className="text-sm text-ink-soft">{t('wrapUpIs', { seconds: String(wrapUpSeconds) })}</p>
          ) : null}
        </>
      ),
    },
  ];
}

/** A group that a route names stays: the routes are named, in place of the button. */
function DeleteGroupDialog({
  group,
  routes,
  onClose,
  reload,
}: {
  group: GroupSettingsFragment;
  routes: readonly RouteSettingsFragment[];
  onClose: () => void;
  reload: () => Promise<void>;
}) {
  const t = useTranslations('groups');
  const tInbound = useTranslations('inbound');
  const client = useApolloClient();
  const using = routes.filter((route) => route.group?.id === group.id || route.fallbackGroup?.id === group.id);
  const names = using.map(({ number }) => (number ? formatNumber(number) : tInbound('anyNumber'))).join(', ');
  const remove = async () => {
    const answer = await mutate(client, DeleteGroupDocument, { id: group.id });
    await reload();
    return answer.problem ?? refusalOf(answer.data.deleteGroup);
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: group.name })}
      hint={t('deleteHint')}
      confirmLabel={t('deleteConfirm')}
      isBlocked={using.length > 0}
      onConfirm={remove}
      onClose={onClose}
    >
      {using.length > 0 ? <Banner look="bad">{t('deleteNamed', { routes: names })}</Banner> : null}
    </ConfirmDialog>
  );
}
