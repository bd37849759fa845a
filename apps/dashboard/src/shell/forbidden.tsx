'use client';
import { ShieldAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';

/** In place of a page that is not for this person (403), also by its address. (The api holds the rights.) */
export function Forbidden({ isForAdmins = false }: { isForAdmins?: boolean }) {
  const t = useTranslations('forbidden');
  const back = (
    <Link href="/calls" className="font-medium text-accent underline underline-offset-4">
      {t('toCalls')}
    </Link>
  );
  return (
    <Card data-forbidden>
      <EmptyState icon={ShieldAlert} title={isForAdmins ? t('admins') : t('title')} action={back}>
        {t('hint')}
      </EmptyState>
    </Card>
  );
}
