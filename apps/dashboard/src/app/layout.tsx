import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import type { Messages } from 'use-intl';
import { LanguageProvider } from '@/i18n/language-provider';
import { type Language, languageCookie, toLanguage } from '@/i18n/languages';
import './globals.css';

export const metadata: Metadata = { title: 'Trunkline', robots: { index: false } };

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f6f5' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1211' },
  ],
};

const catalogues: Record<Language, () => Promise<{ default: Messages }>> = {
  uz: () => import('../../messages/uz.json'),
  ru: () => import('../../messages/ru.json'),
  en: () => import('../../messages/en.json'),
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const language = toLanguage((await cookies()).get(languageCookie)?.value);
  const { default: messages } = await catalogues[language]();
  return (
    <html lang={language}>
      <body>
        <LanguageProvider language={language} messages={messages}>
          {children}
        </LanguageProvider>
      </body>
    </html>
  );
}
