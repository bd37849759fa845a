import type { PlanSnapshot } from '@app/dialplan';
import { aRule } from '@app/dialplan/testing';

/** Numbers of the country and emergencies, over every trunk there is. */
export const playedRules: PlanSnapshot['rules'] = [
  aRule({ name: "O'zbekiston" }),
  aRule({ name: 'Favqulodda xizmatlar', pattern: '112', emergency: true }),
];
