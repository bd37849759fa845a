import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider, type Messages } from 'use-intl';
import { expect, it } from 'vitest';
import type { SystemCheckReason } from '@/gql/graphql';
import { useCheckWords } from './use-check-words';

type CheckWords = ReturnType<typeof useCheckWords>;

const messages = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../messages/ru.json'), 'utf8')) as Messages;

function wordsInRussian(): CheckWords {
  let words: CheckWords | undefined;
  const Probe = () => {
    words = useCheckWords();
    return null;
  };
  renderToStaticMarkup(createElement(IntlProvider, { locale: 'ru', timeZone: 'UTC', messages, children: createElement(Probe) }));
  return words!;
}

it.each([
  ['API_PORT_TAKEN', { port: '4000' }, 'Порт 4000 (API_PORT) занят другой программой.'],
  ['ICE_OFF', {}, 'ICE выключен: в звонках из браузера не будет звука.'],
  ['CERTIFICATE_ENDED', { at: '2020-06-01T12:00:00.000Z' }, /^Срок сертификата истёк: \d июня 2020 г\., \d\d:\d\d:00\.$/],
  ['NEWER_THAN_THIS_PAGE', {}, undefined],
  [null, {}, undefined],
])('should tell %s of %j as %s', (reason, facts, sentence) => {
  const list = Object.entries(facts).map(([name, value]) => ({ name, value }));
  const told = wordsInRussian().message({ reason: reason as SystemCheckReason | null, facts: list });
  if (sentence instanceof RegExp) expect(told).toMatch(sentence);
  else expect(told).toBe(sentence);
});

it.each([
  ['bindaddr = <an address that the api reaches>\nport = 1', 'bindaddr = <адрес, доступный для API>\nport = 1'],
  ['restart Asterisk', 'перезапустите Asterisk'],
  ['http.conf', 'http.conf'],
])('should put words into %j: %j', (text, told) => {
  const phrases = [
    { phrase: 'REACHABLE_ADDRESS', text: '<an address that the api reaches>' },
    { phrase: 'RESTART_ASTERISK', text: 'restart Asterisk' },
  ] as const;
  expect(wordsInRussian().remedy(text, phrases)).toBe(told);
});
