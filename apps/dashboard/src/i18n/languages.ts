/** The first is the default. */
export const languages = ['uz', 'ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each language's own name, for the switch. */
export const languageNames: Record<Language, string> = { uz: "O'zbekcha", ru: 'Русский', en: 'English' };

export const languageCookie = 'language';

export function toLanguage(value: string | undefined): Language {
  return languages.find((language) => language === value) ?? languages[0];
}
