import { TrunkAuthMode, TrunkTransport } from '../trunk.entity.js';
import type { TrunkTemplate } from './trunk-template.js';

export const genericSip: TrunkTemplate = {
  name: 'SIP',
  title: 'SIP',
  server: '',
  port: 5060,
  transport: TrunkTransport.UDP,
  authMode: TrunkAuthMode.REGISTRATION,
  codecs: ['alaw', 'ulaw'],
};
