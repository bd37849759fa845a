'use client';
import { useLocale, useTranslations } from 'use-intl';
import { classes } from '@/components/ui/classes';
import { useChooseLanguage } from './language-provider';
import { languageNames, languages } from './languages';

/** The three languages side by side, each in its own name. */
export function LanguageSwitch() {
  const t = useTranslations('nav');
  const current = useLocale();
  const choose = useChooseLanguage();
  return (
    <div role="group" aria-label={t('language')} className="flex flex-wrap gap-1">
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === current}
          onClick={() => choose(language)}
          className={classes(
            'rounded-md px-2.5 py-1 text-sm',
            language === current ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft hover:bg-sunken hover:text-ink',
          )}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  );
}
