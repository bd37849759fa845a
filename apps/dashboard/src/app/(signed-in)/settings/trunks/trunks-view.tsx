'use client';
import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { TrunkFieldsFragment } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { DeleteTrunkDialog } from './delete-trunk-dialog';
import { TrunkFormDialog } from './trunk-form-dialog';
import { TrunkTable } from './trunk-table';
import { useTrunks } from './trunks-live';

type Open =
  { kind: 'create' } | { kind: 'edit'; trunk: TrunkFieldsFragment } | { kind: 'delete'; trunk: TrunkFieldsFragment } | undefined;

export function TrunksView() {
  const t = useTranslations('trunks');
  const trunks = useTrunks();
  const mayWrite = useSignedInUser().role === 'ADMIN';
  const [open, setOpen] = useState<Open>();
  const [savedName, setSavedName] = useState<string>();
  const close = () => setOpen(undefined);
  const add = mayWrite ? (
    <Button look="primary" onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  ) : null;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">{t('intro')}</p>
        {trunks?.length ? add : null}
      </div>
      {savedName ? <Banner look="info">{t('saved', { name: savedName })}</Banner> : null}
      <Card aria-label={t('title')} className="overflow-hidden">
        {trunks === undefined ? (
          <div className="grid gap-3 p-5" aria-busy>
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </div>
        ) : trunks.length === 0 ? (
          <EmptyState icon={Server} title={t('empty')} action={add}>
            {t('emptyHint')}
          </EmptyState>
        ) : (
          <TrunkTable
            trunks={trunks}
            mayWrite={mayWrite}
            onEdit={(trunk) => setOpen({ kind: 'edit', trunk })}
            onDelete={(trunk) => setOpen({ kind: 'delete', trunk })}
          />
        )}
      </Card>
      {open?.kind === 'create' || open?.kind === 'edit' ? (
        <TrunkFormDialog
          trunk={open.kind === 'edit' ? open.trunk : undefined}
          onClose={close}
          onSaved={(name) => {
            setSavedName(name);
            close();
          }}
        />
      ) : null}
      <DeleteTrunkDialog trunk={open?.kind === 'delete' ? open.trunk : undefined} onClose={close} />
    </div>
  );
}
