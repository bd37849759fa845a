import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

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
}

@ObjectType({ description: 'What one check of the surroundings found.' })
export class SystemCheck {
  @Field({
    description: 'Which check, the same from version to version: `asterisk.ice`, `database.clock`. New ones may be added.',
  })
  code: string;

  @Field(() => SystemCheckState, { description: 'What it found.' })
  state: SystemCheckState;

  @Field({ description: 'One English sentence. User interfaces translate code.' })
  message: string;

  @Field(() => SystemRemedy, { nullable: true, description: 'What to do about it.' })
  remedy: SystemRemedy | null;
}
