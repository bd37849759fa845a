'use client';
import { useApolloClient } from '@apollo/client/react';
import { KeyRound, LogOut, Pencil, Phone, Plus, Power } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { ActionButton } from '@/components/ui/action-button';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ListCard } from '@/components/ui/list-card';
import { type Column, ListTable } from '@/components/ui/list-table';
import { PageSection } from '@/components/ui/page-section';
import { Badge } from '@/components/ui/status';
import { type PersonSettingsFragment, UpdatePersonDocument } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useSignedInUser } from '@/session/session-gate';
import { DeskPhoneDialog } from './desk-phone-dialog';
import { PasswordDialog, ResetPasswordDialog, SignOutDialog, SwitchOffDialog } from './person-dialogs';
import { PersonFormDialog } from './person-form-dialog';
import { PersonPresence } from './person-presence';
import { usePeople } from './use-people';

type Kind = 'edit' | 'password' | 'signOut' | 'off' | 'desk';
type Open = { kind: 'create' } | { kind: Kind; id: string } | { kind: 'made'; person: PersonSettingsFragment; password: string };

/** Everybody who signs in: rights, extension, presence, and what is done about them. */
export function UsersView() {
  const t = useTranslations('users');
  const words = useProblemWords();
  const { data, problem, reload } = usePeople();
  const mayWrite = useSignedInUser().role === 'ADMIN';
  const [open, setOpen] = useState<Open>();
  const [saved, setSaved] = useState<string>();
  const [failed, setFailed] = useState<Problem>();
  const columns = useColumns();
  const close = () => setOpen(undefined);

  const onSaved = (person: PersonSettingsFragment, password?: string) => {
    setSaved(person.displayName);
    setOpen(password ? { kind: 'made', person, password } : undefined);
    void reload();
  };
  const add = mayWrite ? (
    <Button look="primary" onClick={() => setOpen({ kind: 'create' })}>
      <Plus aria-hidden className="size-4" />
      {t('add')}
    </Button>
  ) : null;
  return (
    <PageSection title={t('title')} hint={t('intro')} action={add}>
      {saved ? <Banner look="info">{t('saved', { name: saved })}</Banner> : null}
      {failed ? <Banner look="bad">{words(failed)}</Banner> : null}
      <ListCard isLoading={!data} problem={problem && words(problem)}>
        <ListTable
          label={t('title')}
          rows={data?.users ?? []}
          columns={columns}
          idOf={({ id }) => id}
          nameOf={({ username }) => username}
          actions={
            mayWrite
              ? {
                  title: t('actions'),
                  labelOf: ({ displayName }) => t('actionsOf', { name: displayName }),
                  of: (person) => <PersonActions person={person} onOpen={setOpen} onFailed={setFailed} />,
                }
              : undefined
          }
        />
      </ListCard>
      <OpenDialog open={open} people={data?.users ?? []} onClose={close} onSaved={onSaved} />
    </PageSection>
  );
}

function useColumns(): Column<PersonSettingsFragment>[] {
  const t = useTranslations('users');
  const tRole = useTranslations('role');
  return [
    {
      key: 'name',
      title: t('displayName'),
      cell: (person) => (
        <>
          <p className="flex flex-wrap items-center gap-2 font-semibold break-words">
            {person.displayName}
            {person.enabled ? null : <Badge tone="idle">{t('off')}</Badge>}
          </p>
          <p className="text-sm break-all text-ink-soft">{person.username}</p>
        </>
      ),
    },
    { key: 'role', title: t('role'), cell: ({ role }) => tRole(role) },
    {
      key: 'extension',
      title: t('extension'),
      cell: ({ extension }) => <span className="tabular-nums">{extension ?? t('none')}</span>,
    },
    { key: 'presence', title: t('presence'), cell: (person) => <PersonPresence person={person} /> },
  ];
}

function PersonActions({
  person,
  onOpen,
  onFailed,
}: {
  person: PersonSettingsFragment;
  onOpen: (open: Open) => void;
  onFailed: (problem: Problem | undefined) => void;
}) {
  const t = useTranslations('users');
  const client = useApolloClient();
  const me = useSignedInUser();
  const [isBusy, setBusy] = useState(false);
  const { id, enabled, extension } = person;
  const open = (kind: Kind) => () => onOpen({ kind, id });
  const switchOn = async () => {
    setBusy(true);
    const answer = await mutate(client, UpdatePersonDocument, { id, input: { enabled: true } });
    setBusy(false);
    onFailed(answer.problem ?? refusalOf(answer.data.updateUser));
  };
  return (
    <>
      <ActionButton label={t('edit')} Icon={Pencil} onClick={open('edit')} />
      {extension && enabled ? <ActionButton label={t('deskPhone')} Icon={Phone} onClick={open('desk')} /> : null}
      {/* One's own: in the user's menu, where the old password is asked for. */}
      {id === me.id ? null : (
        <>
          <ActionButton label={t('reset')} Icon={KeyRound} onClick={open('password')} />
          <ActionButton label={t('signOut')} Icon={LogOut} onClick={open('signOut')} />
        </>
      )}
      {enabled ? (
        <ActionButton label={t('switchOff')} Icon={Power} look="quietDanger" onClick={open('off')} />
      ) : (
        <ActionButton label={t('switchOn')} Icon={Power} busy={isBusy} onClick={switchOn} />
      )}
    </>
  );
}

function OpenDialog({
  open,
  people,
  onClose,
  onSaved,
}: {
  open: Open | undefined;
  people: readonly PersonSettingsFragment[];
  onClose: () => void;
  onSaved: (person: PersonSettingsFragment, password?: string) => void;
}) {
  if (!open) return null;
  if (open.kind === 'create') return <PersonFormDialog onClose={onClose} onSaved={onSaved} />;
  if (open.kind === 'made') return <PasswordDialog person={open.person} password={open.password} onClose={onClose} />;
  const person = people.find(({ id }) => id === open.id);
  if (!person) return null;
  switch (open.kind) {
    case 'edit':
      return <PersonFormDialog person={person} onClose={onClose} onSaved={onSaved} />;
    case 'password':
      return <ResetPasswordDialog person={person} onClose={onClose} />;
    case 'signOut':
      return <SignOutDialog person={person} onClose={onClose} />;
    case 'off':
      return <SwitchOffDialog person={person} onClose={onClose} />;
    case 'desk':
      return <DeskPhoneDialog person={person} onClose={onClose} />;
  }
}
