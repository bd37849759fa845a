import { engineReasons } from '@app/telephony';
import { surroundingsReasons } from './surroundings-reasons.js';

/** Every reason that a finding can have, with its English sentence. */
export const systemCheckReasons = { ...engineReasons, ...surroundingsReasons };

export type SystemCheckReason = keyof typeof systemCheckReasons;
