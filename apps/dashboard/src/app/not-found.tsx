'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';

export default function NotFound() {
  const t = useTranslations('app');
  return (
    <main className="grid min-h-dvh place-content-center gap-3 p-6 text-center">
      <p className="text-lg font-semibold">{t('notFound')}</p>
      <Link href="/calls" className="text-accent underline underline-offset-4">
        {t('toCalls')}
      </Link>
    </main>
  );
}
