import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator, type Messages } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { languages } from '@/i18n/languages';
import { tellDetail, type Words } from './audit-detail';
import { fieldLabels } from './audit-labels';

const id = '24fc72d9-c66f-420a-92f7-65d30cc64c7b';
const wordsOf = (locale: (typeof languages)[number]): Words => {
  const path = join(import.meta.dirname, `../../../../../messages/${locale}.json`);
  return createTranslator({ locale, messages: JSON.parse(readFileSync(path, 'utf8')) as Messages });
};
const tell = (detail: string | object, language: (typeof languages)[number] = 'uz') =>
  tellDetail(typeof detail === 'string' ? detail : JSON.stringify(detail), wordsOf(language), (at) => `<${at}>`);

describe('tellDetail', () => {
  it.each([
    [{ name: 'Demo', port: 5060, enabled: true }, 'Nomi: Demo · Port: 5060 · Yoqilgan: Ha'],
    [{ agentId: id, memberIds: [id, id], callerId: null }, "A'zolar: 2 · Chiquvchi raqam (caller ID): —"],
    [{ memberIds: 30 }, "A'zolar: 30"],
    [{ prepend: '', codecs: ['alaw', 'ulaw'], trunkIds: [] }, 'Kodeklar: alaw, ulaw · Trunklar: —'],
    [
      { authMode: 'IP', transport: 'TLS', mediaEncryption: 'REQUIRED' },
      "Kirish usuli: IP manzil bo'yicha · Transport: TLS · Ovozni shifrlash (SRTP): Majburiy",
    ],
    [{ role: 'ADMIN', password: '***', was: { role: 'AGENT' } }, 'Huquq: Operator → Administrator · Parol: ***'],
    [{ extension: '201', was: { extension: null } }, 'Ichki raqam: — → 201'],
    [{ password: '***', was: {} }, 'Parol: ***'],
    [{ role: 'ADMIN', firstAdmin: true }, 'Huquq: Administrator · Birinchi administrator: Ha'],
    [{ mode: 'LISTEN' }, 'Rejim: Tinglash'],
    [{ to: '998901234567', callId: id }, 'Kimga: 998901234567'],
    [
      { callId: id, createdAt: '2026-11-23T10:00:00.000Z', retentionDays: 90 },
      'Yozib olingan: <2026-11-23T10:00:00.000Z> · Saqlash muddati, kun: 90',
    ],
    [{ errorCode: 'NO_ROUTE', message: 'There is no rule.' }, "Bu raqam uchun dialplanda qoida yo'q."],
    [
      { errorCode: 'CALLER_ID_NOT_ALLOWED', message: 'No.', fromNumber: '101' },
      'Bu trunk bunday chiquvchi raqamni yubora olmaydi. · Chiquvchi raqam: 101',
    ],
    ['DESTINATION_NOT_ALLOWED: 7 is not allowed.', "Bu yo'nalishga qo'ng'iroq qilishga ruxsat yo'q."],
    [{ callId: id }, ''],
    [{ newerThanThisPage: 'x', role: 'OWNER' }, 'newerThanThisPage: x · Huquq: OWNER'],
  ])('should tell %j as %s', (detail, text) => {
    expect(tell(detail)).toEqual({ text, isEnglish: false });
  });

  it.each([
    ['role AGENT -> ADMIN', 'role AGENT -> ADMIN'],
    ['{"name":"cut o', '{"name":"cut o'],
    ['201-desk', '201-desk'],
    ['90', '90'],
    ['NEWER_CODE: Because.', 'NEWER_CODE: Because.'],
    [{ errorCode: 'NEWER_CODE', message: 'Because.' }, 'Because.'],
  ])('should leave %j in English: %s', (detail, text) => {
    expect(tell(detail)).toEqual({ text, isEnglish: true });
  });

  it.each(languages)('should have a label for every field in %s', (language) => {
    const t = wordsOf(language);
    expect(Object.values(fieldLabels).filter((key) => !t.has(key))).toEqual([]);
  });

  it('should tell in Russian and English too', () => {
    const detail = { strategy: 'IN_ORDER', enabled: false, wrapUpSeconds: 15 };
    expect(tell(detail, 'ru').text).toBe('Порядок звонка: По порядку · Включено: Нет · Время после разговора, секунд: 15');
    expect(tell(detail, 'en').text).toBe('How it rings: In order · Switched on: No · Time after a call, seconds: 15');
  });
});
