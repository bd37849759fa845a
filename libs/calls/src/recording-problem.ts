import { registerEnumType } from '@nestjs/graphql';

/** What is wrong with the recording of a call. */
export enum RecordingProblem {
  MISSING = 'MISSING',
  SILENT = 'SILENT',
  SHORT = 'SHORT',
  NO_SPACE = 'NO_SPACE',
}
registerEnumType(RecordingProblem, {
  name: 'RecordingProblem',
  description: 'What is wrong with the recording of a call.',
  valuesMap: {
    MISSING: { description: 'The parties talked, and there is no recording.' },
    SILENT: { description: 'Nobody is heard in it.' },
    SHORT: { description: 'It lacks more than a second of the talk.' },
    NO_SPACE: { description: 'The disk is nearly full, so that it was not begun at the answer.' },
  },
});
