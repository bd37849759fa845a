'use client';
import { ShieldAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useSignedInUser } from '@/session/session-gate';

// A megabyte of editor, for those who open it; it can't be drawn on the server.
const Ide = dynamic(() => import('./ide'), { ssr: false, loading: () => <Opening /> });

/** GraphiQL, signed in as oneself. Not for agents. */
export function Playground() {
  const t = useTranslations('playground');
  const { role } = useSignedInUser();
  if (role === 'AGENT') {
    return (
      <Card>
        <EmptyState icon={ShieldAlert} title={t('forbidden')} />
      </Card>
    );
  }
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <Card className="h-[calc(100dvh-8rem)] min-h-120 overflow-hidden">
        <Ide />
      </Card>
    </>
  );
}

function Opening() {
  const t = useTranslations('playground');
  return (
    <div className="grid h-full gap-3 p-5" aria-busy>
      <p className="text-ink-soft">{t('opening')}</p>
      <Skeleton className="h-full" />
    </div>
  );
}
