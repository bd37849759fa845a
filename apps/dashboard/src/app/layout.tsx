import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import type { Messages } from 'use-intl';
import { compileMessages } from '@/i18n/compile-messages';
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

/** Compiled once for each language, when it is first asked for. */
const compiled = new Map<Language, Messages>();

const catalogues: Record<Language, () => Promise<{ default: Messages }>> = {
  uz: () => import('../../messages/uz.json'),
  ru: () => import('../../messages/ru.json'),
  en: () => import('../../messages/en.json'),
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const language = toLanguage((await cookies()).get(languageCookie)?.value);
  const messages = compiled.get(language) ?? compileMessages((await catalogues[language]()).default);
  compiled.set(language, messages);
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
