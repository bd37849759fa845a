import { expect, it } from 'vitest';
import { generatePassword } from './generate-password';

it('should make passwords that differ, of 14 characters that are not mistaken for others', () => {
  const passwords = Array.from({ length: 500 }, () => generatePassword());
  expect(new Set(passwords).size).toBe(500);
  for (const password of passwords) expect(password).toMatch(/^[a-zA-Z3-9]{14}$/);
  expect(passwords.join('')).not.toMatch(/[0O1lIoS5B82Z]/);
});

it('should leave out bytes that would make some characters likelier', () => {
  let round = 0;
  const password = generatePassword((bytes) => bytes.fill(round++ === 0 ? 255 : 0));
  expect([password, round]).toEqual(['aaaaaaaaaaaaaa', 2]);
});
