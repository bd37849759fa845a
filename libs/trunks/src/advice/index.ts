import { Language } from '@app/common';
import type { TrunkProblem } from '../trunk-problem.js';
import { en } from './en.js';
import { ru } from './ru.js';
import { uz } from './uz.js';

/** Every problem's advice in one language. The fields are named as the trunk's form names them (apps/dashboard/messages). */
export type Advice = Readonly<Record<TrunkProblem, string>>;

const ADVICE: Readonly<Record<Language, Advice>> = { [Language.UZ]: uz, [Language.RU]: ru, [Language.EN]: en };

/** Short and practical: what to check, and in which field. */
export function adviceFor(problem: TrunkProblem, language: Language): string {
  return ADVICE[language][problem];
}
