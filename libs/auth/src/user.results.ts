import { resultUnion } from '@app/common';
import { User } from './user.entity.js';

export const CreateUserResult = resultUnion('CreateUserResult', () => User, 'User');
export const UpdateUserResult = resultUnion('UpdateUserResult', () => User, 'User');
