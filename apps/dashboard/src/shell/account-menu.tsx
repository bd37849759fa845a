'use client';
import { Headphones, KeyRound, LogOut } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { useCurrentCall } from '@/app/(signed-in)/calls/current-call';
import { Menu, MenuItem } from '@/components/ui/menu';
import { LanguageSwitch } from '@/i18n/language-switch';
import { useProblemWords } from '@/i18n/use-problem-words';
import { session } from '@/session/session';
import { useSignedInUser } from '@/session/session-gate';

// Few open them: not in the first load.
const PhoneDialog = dynamic(() => import('@/phone/phone-dialog').then((file) => file.PhoneDialog), { ssr: false });
const PasswordDialog = dynamic(() => import('./password-dialog').then((file) => file.PasswordDialog), { ssr: false });

export function AccountMenu() {
  const t = useTranslations('nav');
  const tRole = useTranslations('role');
  const tAudio = useTranslations('audio');
  const words = useProblemWords();
  const me = useSignedInUser();
  const { hangUp } = useCurrentCall();
  const [problem, setProblem] = useState<Problem>();
  const [open, setOpen] = useState<'password' | 'sound'>();
  const close = () => setOpen(undefined);

  const signOut = async () => {
    await hangUp();
    setProblem(await session.signOut());
  };

  return (
    <>
      {open === 'password' ? <PasswordDialog onClose={close} /> : null}
      {open === 'sound' ? <PhoneDialog onClose={close} /> : null}
      <Menu
        label={t('account')}
        placement="top-full right-0 mt-2"
        button={
          <span
            aria-hidden
            className="grid size-9 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent uppercase"
          >
            {initials(me.displayName)}
          </span>
        }
        buttonClass="rounded-full"
      >
        <div className="border-b border-line px-3 pt-1.5 pb-3">
          <p className="font-semibold break-words">{me.displayName}</p>
          <p className="text-sm text-ink-soft">{tRole(me.role)}</p>
          {me.extension ? <p className="text-sm text-ink-soft">{t('extension', { extension: me.extension })}</p> : null}
        </div>
        <div className="border-b border-line px-1.5 py-2">
          <LanguageSwitch />
        </div>
        {me.extension ? (
          <MenuItem onClick={() => setOpen('sound')} className="mt-1.5">
            <Headphones aria-hidden className="size-4" />
            {tAudio('title')}
          </MenuItem>
        ) : null}
        <MenuItem onClick={() => setOpen('password')} className={me.extension ? undefined : 'mt-1.5'}>
          <KeyRound aria-hidden className="size-4" />
          {t('changePassword')}
        </MenuItem>
        <MenuItem onClick={signOut}>
          <LogOut aria-hidden className="size-4" />
          {t('signOut')}
        </MenuItem>
        {problem ? (
          <p role="alert" className="px-3 py-1.5 text-sm text-bad">
            {words(problem)}
          </p>
        ) : null}
      </Menu>
    </>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1))
    .join('');
}
