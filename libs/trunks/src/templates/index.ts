import { bellUz } from './bell-uz.js';
import { genericSip } from './generic-sip.js';
import type { TrunkTemplate } from './trunk-template.js';

/** In the order in which they are offered. A new provider is one file and one line here. */
export const trunkTemplates: readonly TrunkTemplate[] = [bellUz, genericSip];
