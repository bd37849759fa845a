'use client';
import { useApolloClient } from '@apollo/client/react';
import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { serverClock } from '@/api/server-clock';
import { useRead } from '@/api/use-read';
import { ActionButton } from '@/components/ui/action-button';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListCard } from '@/components/ui/list-card';
import { type Column, ListTable } from '@/components/ui/list-table';
import { PageSection } from '@/components/ui/page-section';
import { Badge } from '@/components/ui/status';
import { ConfirmDialog } from '@/forms/confirm-dialog';
import { SecretDialog } from '@/forms/secret-dialog';
import { ApiTokensDocument, RevokeTokenDocument, type TokenFieldsFragment } from '@/gql/graphql';
import { formatMoment } from '@/i18n/format-date';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useSignedInUser } from '@/session/session-gate';
import { Forbidden } from '@/shell/forbidden';
import { TokenFormDialog } from './token-form-dialog';

type Open = { kind: 'create' } | { kind: 'made'; name: string; token: string } | { kind: 'revoke'; token: TokenFieldsFragment };

/** Credentials of integrators. For administrators alone. */
export function TokensView() {
  return useSignedInUser().role === 'ADMIN' ? <Tokens /> : <Forbidden isForAdmins />;
}

function Tokens() {
  const t = useTranslations('tokens');
  const words = useProblemWords();
  const { data, problem, reload } = useRead(ApiTokensDocument, {});
  const [open, setOpen] = useState<Open>();
  const columns = useColumns();
  const close = () => setOpen(undefined);
  const add = (
    <Button look="primary" onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  );
  const tokens = data?.apiTokens ?? [];
  return (
    <PageSection title={t('title')} hint={t('intro')} action={data && tokens.length === 0 ? null : add}>
      <ListCard
        isLoading={!data}
        problem={problem && words(problem)}
        empty={
          tokens.length === 0 ? (
            <EmptyState icon={KeyRound} title={t('empty')} action={add}>
              {t('emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ListTable
          label={t('title')}
          rows={tokens}
          columns={columns}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          actions={{
            title: t('actions'),
            labelOf: ({ name }) => t('actionsOf', { name }),
            of: (token) => (
              <ActionButton
                label={t('revoke')}
                Icon={Trash2}
                look="quietDanger"
                onClick={() => setOpen({ kind: 'revoke', token })}
              />
            ),
          }}
        />
      </ListCard>
      {open?.kind === 'create' ? (
        <TokenFormDialog
          onClose={close}
          onMade={(name, token) => {
            setOpen({ kind: 'made', name, token });
            void reload();
          }}
        />
      ) : null}
      {open?.kind === 'made' ? (
        <SecretDialog
          title={t('madeTitle', { name: open.name })}
          warning={t('once')}
          fields={[{ label: t('token'), value: open.token, hint: t('tokenHint') }]}
          onClose={close}
        />
      ) : null}
      {open?.kind === 'revoke' ? <RevokeDialog token={open.token} onClose={close} onRevoked={reload} /> : null}
    </PageSection>
  );
}

function RevokeDialog({
  token,
  onClose,
  onRevoked,
}: {
  token: TokenFieldsFragment;
  onClose: () => void;
  onRevoked: () => Promise<void>;
}) {
  const t = useTranslations('tokens');
  const client = useApolloClient();
  const revoke = async () => {
    const { problem } = await mutate(client, RevokeTokenDocument, { id: token.id });
    await onRevoked();
    return problem;
  };
  return (
    <ConfirmDialog
      title={t('revokeTitle', { name: token.name })}
      hint={t('revokeHint')}
      confirmLabel={t('revokeConfirm')}
      onConfirm={revoke}
      onClose={onClose}
    />
  );
}

function useColumns(): Column<TokenFieldsFragment>[] {
  const t = useTranslations('tokens');
  const tRole = useTranslations('role');
  const language = useLocale();
  const now = new Date(serverClock.now());
  const moment = (at: string) => formatMoment(new Date(at), language, now);
  return [
    { key: 'name', title: t('name'), cell: ({ name }) => <p className="font-semibold break-words">{name}</p> },
    {
      key: 'user',
      title: t('user'),
      cell: ({ user }) => (
        <div className="grid justify-items-start gap-1">
          {user.displayName}
          {user.enabled ? null : <Badge tone="bad">{t('userOff')}</Badge>}
        </div>
      ),
    },
    { key: 'role', title: t('role'), cell: ({ role }) => tRole(role) },
    {
      key: 'used',
      title: t('lastUsed'),
      cell: ({ lastUsedAt }) => (lastUsedAt ? moment(lastUsedAt) : <span className="text-ink-soft">{t('neverUsed')}</span>),
    },
    {
      key: 'expires',
      title: t('expires'),
      cell: ({ expiresAt }) => {
        if (!expiresAt) return <span className="text-ink-soft">{t('neverEnds')}</span>;
        return Date.parse(expiresAt) <= now.getTime() ? <Badge tone="bad">{t('ended')}</Badge> : moment(expiresAt);
      },
    },
    {
      key: 'created',
      title: t('created'),
      wideOnly: true,
      cell: ({ createdAt, createdBy }) => (
        <>
          <p>{moment(createdAt)}</p>
          <p className="text-sm text-ink-soft">{createdBy.displayName}</p>
        </>
      ),
    },
  ];
}
