'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { IntlProvider, type Messages } from 'use-intl';
import { type Language, languageCookie } from './languages';

/** Only the chosen language's messages come to the browser. */
export function LanguageProvider({
  language,
  messages,
  children,
}: {
  language: Language;
  messages: Messages;
  children: ReactNode;
}) {
  return (
    <IntlProvider locale={language} messages={messages} timeZone="Asia/Tashkent">
      {children}
    </IntlProvider>
  );
}

/** Keeps the choice for a year and draws the page anew in it. */
export function useChooseLanguage(): (language: Language) => void {
  const router = useRouter();
  return (language) => {
    document.cookie = `${languageCookie}=${language}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  };
}
