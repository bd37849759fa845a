import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type RemedyPhrase, remedyPhrases } from '@app/common';
import { type SystemCheckReason, systemCheckReasons } from './system-check-reasons.js';

export enum SystemCheckState {
  OK = 'OK',
  WARNING = 'WARNING',
  ERROR = 'ERROR',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(SystemCheckState, {
  name: 'SystemCheckState',
  description: 'What a check of the surroundings found.',
  valuesMap: {
    OK: { description: 'It is as it should be.' },
    WARNING: { description: 'Calls work; something that is promised does not.' },
    ERROR: { description: 'Calls, or a part of them, do not work, or the installation is open to strangers.' },
    UNKNOWN: { description: 'It could not be looked at; the message says why.' },
  },
});

/** An enum of the API from English texts: each describes its member. */
function registerTexts<Name extends string>(name: string, description: string, texts: Record<Name, string>): Record<Name, Name> {
  const names = Object.keys(texts) as Name[];
  const members = Object.fromEntries(names.map((each) => [each, each])) as Record<Name, Name>;
  const valuesMap = Object.fromEntries(names.map((each) => [each, { description: texts[each] }])) as Record<
    Name,
    { description: string }
  >;
  registerEnumType(members, { name, description, valuesMap });
  return members;
}

const SystemCheckReasonEnum = registerTexts(
  'SystemCheckReason',
  'Why something is not as it should be, described by the English sentence. What is in braces are facts. New ones may be added.',
  systemCheckReasons,
);
const RemedyPhraseEnum = registerTexts(
  'SystemRemedyPhrase',
  'English words that stand in remedies. New ones may be added.',
  remedyPhrases,
);

@ObjectType({ description: 'What a reason speaks of.' })
export class SystemCheckFact {
  @Field({ description: "A name from the reason's sentence: `user`." })
  name: string;

  @Field({ description: 'An address, a count, names with commas between; a moment is in ISO 8601.' })
  value: string;
}

@ObjectType({ description: 'English words in a remedy.' })
export class SystemRemedyWords {
  @Field(() => RemedyPhraseEnum, { description: 'What they say. User interfaces translate it.' })
  phrase: RemedyPhrase;

  @Field({ description: 'As they stand in file, lines or apply; in angle brackets what the reader has to fill in.' })
  text: string;
}

@ObjectType({ description: 'What has to be written, and where, so that a finding goes away.' })
export class SystemRemedy {
  @Field({ description: 'A file of Asterisk, `.env`, or what else is to be changed.' })
  file: string;

  @Field(() => String, { nullable: true, description: 'The section of the file, without brackets.' })
  section: string | null;

  @Field(() => [String], { description: 'To be added, or to take the place of what is there. Never a secret.' })
  lines: string[];

  @Field(() => String, { nullable: true, description: "What makes it count: a command of Asterisk's, or a restart." })
  apply: string | null;

  @Field(() => [SystemRemedyWords], { description: 'What of file, lines and apply is English words.' })
  phrases: SystemRemedyWords[];
}

@ObjectType({ description: 'What one check of the surroundings found.' })
export class SystemCheck {
  @Field({
    description: 'Which check, the same from version to version: `asterisk.ice`, `database.clock`. New ones may be added.',
  })
  code: string;

  @Field(() => SystemCheckState, { description: 'What it found.' })
  state: SystemCheckState;

  @Field({ description: 'One English sentence. User interfaces translate reason.' })
  message: string;

  @Field(() => SystemCheckReasonEnum, { nullable: true, description: 'Why it is not as it should be; null where it is.' })
  reason: SystemCheckReason | null;

  @Field(() => [SystemCheckFact], { description: 'What the reason speaks of.' })
  facts: SystemCheckFact[];

  @Field(() => SystemRemedy, { nullable: true, description: 'What to do about it.' })
  remedy: SystemRemedy | null;
}
