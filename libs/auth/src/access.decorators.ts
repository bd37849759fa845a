import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiError } from '@app/common';
import type { Principal } from './principal.js';
import { contextOf } from './request-context.js';
import type { Right } from './rights.js';

export const IS_PUBLIC = 'auth:public';
export const REQUIRED_RIGHT = 'auth:right';

/** Lets anybody in: login, refreshSession and health. */
export const Public = () => SetMetadata(IS_PUBLIC, true);

/** Lets those in who have this right (rights.ts). Without it, everybody who has signed in. On a method or a class; the method's wins. */
export const Allow = (right: Right) => SetMetadata(REQUIRED_RIGHT, right);

/** Who is asking, in a resolver, a subscription or a controller. @throws {ApiError} UNAUTHENTICATED where nobody has signed in */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = contextOf(context);
  if (!principal) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
  return principal;
});
