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
import { TrunkDetailsDialog } from './trunk-details-dialog';
import { TrunkFormDialog } from './trunk-form-dialog';
import { TrunkTable } from './trunk-table';
import { TrunkTrialDialog } from './trunk-trial-dialog';
import { useTrunks } from './trunks-live';

/** What is open over the table. By id: what it shows of the trunk is always the latest. */
type Open = { kind: 'create' } | { kind: 'edit' | 'delete' | 'test' | 'details'; id: string } | undefined;

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
        {trunks?.length === 0 ? null : add}
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
          <TrunkTable trunks={trunks} mayWrite={mayWrite} onOpen={(kind, { id }) => setOpen({ kind, id })} />
        )}
      </Card>
      <OpenDialog
        open={open}
        trunks={trunks ?? []}
        mayWrite={mayWrite}
        onEdit={(id) => setOpen({ kind: 'edit', id })}
        onClose={close}
        onSaved={(name) => {
          setSavedName(name);
          close();
        }}
      />
    </div>
  );
}

function OpenDialog({
  open,
  trunks,
  mayWrite,
  onEdit,
  onClose,
  onSaved,
}: {
  open: Open;
  trunks: readonly TrunkFieldsFragment[];
  mayWrite: boolean;
  onEdit: (id: string) => void;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  if (!open) return null;
  if (open.kind === 'create') return <TrunkFormDialog onClose={onClose} onSaved={onSaved} />;
  const trunk = trunks.find(({ id }) => id === open.id);
  // Somebody deleted it meanwhile.
  if (!trunk) return null;
  const edit = () => onEdit(trunk.id);
  switch (open.kind) {
    case 'edit':
      return <TrunkFormDialog trunk={trunk} onClose={onClose} onSaved={onSaved} />;
    case 'test':
      return <TrunkTrialDialog trunk={trunk} onEdit={edit} onClose={onClose} />;
    case 'details':
      return <TrunkDetailsDialog trunk={trunk} onEdit={mayWrite ? edit : undefined} onClose={onClose} />;
    case 'delete': {
      const isLast = trunk.enabled && !trunks.some(({ id, enabled }) => enabled && id !== trunk.id);
      return <DeleteTrunkDialog trunk={trunk} isLast={isLast} onClose={onClose} />;
    }
  }
}
