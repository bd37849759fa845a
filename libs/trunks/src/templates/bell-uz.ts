import { TrunkAuthMode, TrunkTransport } from '../trunk.entity.js';
import type { TrunkTemplate } from './trunk-template.js';

export const bellUz: TrunkTemplate = {
  name: 'BellUZ',
  title: 'Bell.uz',
  server: 'bell.uz',
  port: 5060,
  transport: TrunkTransport.UDP,
  authMode: TrunkAuthMode.REGISTRATION,
  codecs: ['alaw', 'ulaw'],
};
