import type uz from '../../messages/uz.json';
import type { Language } from './languages';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: typeof uz;
  }
}
