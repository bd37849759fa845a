'use client';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { Logo } from '@/components/ui/logo';
import { PasswordField } from '@/components/ui/password-field';
import { LanguageSwitch } from '@/i18n/language-switch';
import { useProblemWords } from '@/i18n/use-problem-words';
import { session } from '@/session/session';
import { useStore } from '@/use-store';

export function LoginForm({ next, isEnded }: { next: string; isEnded: boolean }) {
  const t = useTranslations('login');
  const words = useProblemWords();
  const router = useRouter();
  const { status } = useStore(session.state);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  // Who is signed in already (another tab, a bookmark of this page) goes straight on.
  useEffect(() => session.start(), []);
  useEffect(() => {
    if (status === 'signedIn') router.replace(next);
  }, [status, next, router]);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    setBusy(true);
    setProblem(undefined);
    const refused = await session.signIn(text(values, 'username').trim(), text(values, 'password'));
    setProblem(refused);
    if (!refused) return; // busy until the next page is there
    setBusy(false);
    form.querySelector<HTMLInputElement>('[name=password]')?.select();
  };

  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-6 p-4">
      <Logo className="text-xl" />
      <Card className="w-[min(24rem,calc(100vw-2rem))] p-6">
        <h1 className="mb-5 text-xl font-semibold">{t('title')}</h1>
        <form method="post" onSubmit={submit} className="grid gap-4" aria-busy={isBusy}>
          {isEnded && !problem ? <Banner look="info">{t('ended')}</Banner> : null}
          {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
          <TextField
            label={t('username')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
          <PasswordField
            label={t('password')}
            showLabel={t('showPassword')}
            hideLabel={t('hidePassword')}
            name="password"
            autoComplete="current-password"
            required
          />
          <Button type="submit" look="primary" size="large" busy={isBusy} className="mt-1">
            {t('submit')}
          </Button>
        </form>
      </Card>
      <LanguageSwitch />
    </main>
  );
}

function text(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}
