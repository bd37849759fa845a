import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { InputPipe, RefusalException } from '@app/common';
import { CreateApiTokenInput } from './api-token.inputs.js';
import { ChangePasswordInput } from './session.inputs.js';
import { CreateUserInput, UpdateUserInput } from './user.inputs.js';

async function refusalOf(metatype: Type<unknown>, value: object) {
  try {
    await new InputPipe().transform(value, { type: 'body', metatype, data: 'input' });
    return null;
  } catch (error) {
    if (error instanceof RefusalException) return `${error.refusal.errorCode} ${error.refusal.field}`;
    throw error;
  }
}

const user = { username: 'aziza', password: 'long enough', role: 'AGENT' };

describe('CreateUserInput', () => {
  it.each([
    [user, null],
    [{ ...user, username: 'A.b_c-9' }, null],
    [{ ...user, displayName: null, extension: null }, null],
    [{ ...user, displayName: "Aziza Qo'ng'irova · Азиза 👩‍💻" }, null],
    [{ ...user, extension: '201' }, null],
    [{ ...user, extension: '29999' }, null],
    [{ ...user, password: 'ҳ'.repeat(8) }, null],
    [{ ...user, username: 'a' }, 'username'],
    [{ ...user, username: 'a'.repeat(41) }, 'username'],
    [{ ...user, username: 'two words' }, 'username'],
    [{ ...user, username: 'aziza\n' }, 'username'],
    [{ ...user, username: 'азиза' }, 'username'],
    [{ ...user, username: "a';drop table app_user" }, 'username'],
    [{ ...user, username: 'a\0b' }, 'username'],
    [{ ...user, password: 'short' }, 'password'],
    [{ ...user, password: 'x'.repeat(201) }, 'password'],
    [{ ...user, displayName: '' }, 'displayName'],
    [{ ...user, displayName: '   ' }, 'displayName'],
    [{ ...user, displayName: 'x'.repeat(81) }, 'displayName'],
    [{ ...user, displayName: 'a\r\nAction: Originate' }, 'displayName'],
    [{ ...user, displayName: 'turned \u202Earound' }, 'displayName'],
    [{ ...user, role: 'ROOT' }, 'role'],
    [{ ...user, extension: '' }, 'extension'],
    [{ ...user, extension: '20' }, 'extension'],
    [{ ...user, extension: '200000' }, 'extension'],
    [{ ...user, extension: '101' }, 'extension'],
    [{ ...user, extension: '03' }, 'extension'],
    [{ ...user, extension: '201\n' }, 'extension'],
    [{ ...user, extension: '2&1' }, 'extension'],
    [{ ...user, extension: '٢٠١' }, 'extension'],
  ])('%j: %s', async (input, field) => {
    expect(await refusalOf(CreateUserInput, input)).toBe(field && `INVALID_INPUT input.${field}`);
  });
});

describe('UpdateUserInput', () => {
  it.each([
    [{}, null],
    [{ extension: null }, null],
    [{ extension: '301', enabled: false, role: 'ADMIN', displayName: 'A', password: 'long enough' }, null],
    [{ displayName: null }, 'displayName'],
    [{ role: null }, 'role'],
    [{ enabled: null }, 'enabled'],
    [{ password: null }, 'password'],
    [{ password: 'short' }, 'password'],
    [{ extension: '112' }, 'extension'],
  ])('%j: %s', async (input, field) => {
    expect(await refusalOf(UpdateUserInput, input)).toBe(field && `INVALID_INPUT input.${field}`);
  });
});

describe('the others', () => {
  it.each([
    [ChangePasswordInput, { currentPassword: '', newPassword: 'long enough' }, null],
    [ChangePasswordInput, { currentPassword: 'x', newPassword: 'short' }, 'newPassword'],
    [CreateApiTokenInput, { name: 'CRM', role: 'AGENT' }, null],
    [CreateApiTokenInput, { name: '', role: 'AGENT' }, 'name'],
    [CreateApiTokenInput, { name: 'a\nb', role: 'AGENT' }, 'name'],
  ])('%o %j: %s', async (metatype, input, field) => {
    expect(await refusalOf(metatype, input)).toBe(field && `INVALID_INPUT input.${field}`);
  });
});
