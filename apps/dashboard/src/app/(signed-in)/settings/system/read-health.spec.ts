import { expect, it } from 'vitest';
import { readHealth } from './read-health';

const answering = (status: number, body: string) => (() => Promise.resolve(new Response(body, { status }))) as typeof fetch;
const away = { api: false, database: false, asterisk: false };

it.each([
  [200, '{"database":true,"asterisk":true}', { api: true, database: true, asterisk: true }],
  [503, '{"database":false,"asterisk":true}', { api: true, database: false, asterisk: true }],
  [502, '{"code":"API_UNAVAILABLE"}', away],
  [502, '<html>', away],
])('should read %d %s', async (status, body, health) => {
  expect(await readHealth(answering(status, body))).toEqual(health);
});

it('should take no answer for an api that is away', async () => {
  expect(await readHealth(() => Promise.reject(new TypeError('Failed to fetch')))).toEqual(away);
});
