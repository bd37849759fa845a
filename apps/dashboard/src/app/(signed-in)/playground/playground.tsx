'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { useSignedInUser } from '@/session/session-gate';
import { Forbidden } from '@/shell/forbidden';
import { Opening } from './opening';

// A megabyte of editor, for those who open it; it can't be drawn on the server.
const Ide = dynamic(() => import('./ide'), { ssr: false, loading: () => <Opening /> });

/** GraphiQL, signed in as oneself. Not for agents. */
export function Playground() {
  const t = useTranslations('playground');
  const { role } = useSignedInUser();
  if (role === 'AGENT') return <Forbidden />;
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <Card className="relative h-[calc(100dvh-11rem)] min-h-120 overflow-hidden md:h-[calc(100dvh-8rem)]">
        <Ide />
      </Card>
    </>
  );
}
