import { expect, it } from 'vitest';
import { createInput, type PersonValues, updateInput } from './person-values';

const values: PersonValues = { username: ' bobur ', displayName: ' ', password: ' p ', role: 'AGENT', extension: ' 204 ' };

it('should leave a password as it is typed, and leave out what is empty', () => {
  expect(createInput(values)).toEqual({
    username: 'bobur',
    displayName: null,
    password: ' p ',
    role: 'AGENT',
    extension: '204',
  });
});

it('should ask only for what changed, and take the phone away where the extension was emptied', () => {
  const before = { ...values, displayName: 'Bobur' };
  expect(updateInput(before, before)).toEqual({});
  expect(updateInput({ ...before, extension: '', role: 'ADMIN' }, before)).toEqual({ extension: null, role: 'ADMIN' });
});
