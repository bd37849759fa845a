'use client';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { useCurrentCall } from '@/app/(signed-in)/calls/current-call';
import { Menu, MenuItem } from '@/components/ui/menu';
import { LanguageSwitch } from '@/i18n/language-switch';
import { useProblemWords } from '@/i18n/use-problem-words';
import { session } from '@/session/session';
import { useSignedInUser } from '@/session/session-gate';

export function AccountMenu() {
  const t = useTranslations('nav');
  const tRole = useTranslations('role');
  const words = useProblemWords();
  const me = useSignedInUser();
  const { hangUp } = useCurrentCall();
  const [problem, setProblem] = useState<Problem>();

  const signOut = async () => {
    await hangUp();
    setProblem(await session.signOut());
  };

  return (
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
      <MenuItem onClick={signOut} className="mt-1.5">
        <LogOut aria-hidden className="size-4" />
        {t('signOut')}
      </MenuItem>
      {problem ? (
        <p role="alert" className="px-3 py-1.5 text-sm text-bad">
          {words(problem)}
        </p>
      ) : null}
    </Menu>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1))
    .join('');
}
