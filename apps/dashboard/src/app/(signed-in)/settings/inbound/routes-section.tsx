'use client';
import { useApolloClient } from '@apollo/client/react';
import { Pencil, PhoneIncoming, Plus, Power, Trash2 } from 'lucide-react';
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
import { DeleteRouteDocument, type GroupSettingsFragment, type RouteSettingsFragment, UpdateRouteDocument } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { RouteFormDialog } from './route-form-dialog';

export interface InboundSectionProps {
  isLoading: boolean;
  problem: Problem | undefined;
  groups: readonly GroupSettingsFragment[];
  routes: readonly RouteSettingsFragment[];
  mayWrite: boolean;
  reload: () => Promise<void>;
}

type Open = { kind: 'create' } | { kind: 'edit' | 'delete'; route: RouteSettingsFragment };

/** Where calls to our numbers go. */
export function RoutesSection({ isLoading, problem, groups, routes, mayWrite, reload }: InboundSectionProps) {
  const t = useTranslations('inbound');
  const words = useProblemWords();
  const [open, setOpen] = useState<Open>();
  const [failed, setFailed] = useState<Problem>();
  const columns = useColumns();
  const close = () => setOpen(undefined);
  const saved = () => {
    close();
    void reload();
  };
  const add = mayWrite ? (
    <Button look="primary" onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('routeAdd')}
    </Button>
  ) : null;
  const numberOf = ({ number }: RouteSettingsFragment) => (number ? formatNumber(number) : t('anyNumber'));
  return (
    <PageSection title={t('routes')} hint={t('routesHint')} action={!isLoading && routes.length === 0 ? null : add}>
      {failed ? <Banner look="bad">{words(failed)}</Banner> : null}
      <ListCard
        isLoading={isLoading}
        problem={problem && words(problem)}
        empty={
          routes.length === 0 ? (
            <EmptyState icon={PhoneIncoming} title={t('routesEmpty')} action={add}>
              {groups.length === 0 ? t('routesEmptyNoGroups') : t('routesEmptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ListTable
          label={t('routes')}
          rows={routes}
          columns={columns}
          idOf={({ id }) => id}
          nameOf={({ number }) => number ?? 'any'}
          actions={
            mayWrite
              ? {
                  title: t('actions'),
                  labelOf: (route) => t('actionsOf', { name: numberOf(route) }),
                  of: (route) => (
                    <>
                      <RouteSwitch route={route} onFailed={setFailed} reload={reload} />
                      <ActionButton label={t('edit')} Icon={Pencil} onClick={() => setOpen({ kind: 'edit', route })} />
                      <ActionButton
                        label={t('delete')}
                        Icon={Trash2}
                        look="quietDanger"
                        onClick={() => setOpen({ kind: 'delete', route })}
                      />
                    </>
                  ),
                }
              : undefined
          }
        />
      </ListCard>
      {open?.kind === 'create' ? <RouteFormDialog groups={groups} onClose={close} onSaved={saved} /> : null}
      {open?.kind === 'edit' ? <RouteFormDialog route={open.route} groups={groups} onClose={close} onSaved={saved} /> : null}
      {open?.kind === 'delete' ? (
        <DeleteRouteDialog route={open.route} name={numberOf(open.route)} onClose={close} reload={reload} />
      ) : null}
    </PageSection>
  );
}

function useColumns(): Column<RouteSettingsFragment>[] {
  const t = useTranslations('inbound');
  return [
    {
      key: 'number',
      title: t('number'),
      cell: ({ number, enabled, trunk }) => (
        <div className="grid justify-items-start gap-1">
          <p className="font-semibold whitespace-nowrap tabular-nums">{number ? formatNumber(number) : t('anyNumber')}</p>
          <p className="text-sm text-ink-soft">{trunk ? t('through', { name: trunk.name }) : t('anyTrunk')}</p>
          {enabled ? null : <Badge tone="idle">{t('off')}</Badge>}
        </div>
      ),
    },
    {
      key: 'target',
      title: t('target'),
      cell: ({ group, agent, ringTimeoutSeconds }) => (
        <>
          <p className="break-words">
            {group?.name ?? agent?.displayName}{' '}
            <span className="text-sm text-ink-soft">{group ? t('isGroup') : (agent?.extension ?? '')}</span>
          </p>
          <p className="text-sm text-ink-soft">{t('rings', { seconds: String(ringTimeoutSeconds) })}</p>
        </>
      ),
    },
    {
      key: 'fallback',
      title: t('fallback'),
      cell: ({ fallbackGroup, fallbackAnnouncement }) => (
        <>
          {fallbackGroup ? <p className="break-words">{t('thenGroup', { name: fallbackGroup.name })}</p> : null}
          {fallbackAnnouncement ? <p className="break-all">{t('thenSound', { name: fallbackAnnouncement })}</p> : null}
          <p className="text-sm text-ink-soft">{t('thenHangUp')}</p>
        </>
      ),
    },
  ];
}

function RouteSwitch({
  route,
  onFailed,
  reload,
}: {
  route: RouteSettingsFragment;
  onFailed: (problem: Problem | undefined) => void;
  reload: () => Promise<void>;
}) {
  const t = useTranslations('inbound');
  const client = useApolloClient();
  const [isBusy, setBusy] = useState(false);
  const toggle = async () => {
    setBusy(true);
    const answer = await mutate(client, UpdateRouteDocument, { id: route.id, input: { enabled: !route.enabled } });
    setBusy(false);
    onFailed(answer.problem ?? refusalOf(answer.data.updateInboundRoute));
    void reload();
  };
  return <ActionButton label={route.enabled ? t('switchOff') : t('switchOn')} Icon={Power} busy={isBusy} onClick={toggle} />;
}

function DeleteRouteDialog({
  route,
  name,
  onClose,
  reload,
}: {
  route: RouteSettingsFragment;
  name: string;
  onClose: () => void;
  reload: () => Promise<void>;
}) {
  const t = useTranslations('inbound');
  const client = useApolloClient();
  const remove = async () => {
    const answer = await mutate(client, DeleteRouteDocument, { id: route.id });
    await reload();
    return answer.problem ?? refusalOf(answer.data.deleteInboundRoute);
  };
  return (
    <ConfirmDialog
      title={t('routeDeleteTitle', { name })}
      hint={t('routeDeleteHint')}
      confirmLabel={t('deleteConfirm')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
