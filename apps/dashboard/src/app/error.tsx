'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';

export default function PageError({ reset }: { reset: () => void }) {
  const t = useTranslations('app');
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 p-6 text-center">
      <p role="alert" className="text-lg font-semibold">
        {t('pageFailed')}
      </p>
      <Button look="primary" onClick={reset}>
        {t('tryAgain')}
      </Button>
    </main>
  );
}
