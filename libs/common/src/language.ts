import { registerEnumType } from '@nestjs/graphql';

/** The languages that people are spoken to in. */
export enum Language {
  UZ = 'UZ',
  RU = 'RU',
  EN = 'EN',
}
registerEnumType(Language, {
  name: 'Language',
  description: 'The language of a text for people.',
  valuesMap: {
    UZ: { description: "O'zbekcha (lotin)." },
    RU: { description: 'По-русски.' },
    EN: { description: 'English.' },
  },
});

/** One text in every language. */
export type Words = Readonly<Record<Language, string>>;
