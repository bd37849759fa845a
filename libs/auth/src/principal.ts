import type { Request, Response } from 'express';
import type { Role } from './role.js';
import type { User } from './user.entity.js';

/** Who is asking: a signed-in user, or an API token that acts as one. */
export interface Principal {
  user: User;
  /** What counts for rights: an API token's role may be lower than its user's. */
  role: Role;
  /** Set for a signed-in user. */
  sessionId?: string;
  /** Set for an API token. */
  apiTokenId?: string;
  /** When the access token ends, and with it a socket that was opened with it. Undefined: never. */
  expiresAt?: Date;
}

/** An HTTP request after AccessGuard has let it in. */
export type AccessRequest = Request & { principal?: Principal };

/** The GraphQL context. HTTP has `req` and `res`, and `principal` once AccessGuard has looked; graphql-ws has `principal` and `extra`. */
export interface RequestContext {
  req?: AccessRequest;
  res?: Response;
  principal?: Principal;
  extra?: unknown;
}

/** What the agents' lib and others keep as the holder of something that ends with the sign-in: `session:…` or `token:…`. */
export function holderOf(principal: Principal): string {
  return principal.sessionId ? `session:${principal.sessionId}` : `token:${principal.apiTokenId ?? principal.user.id}`;
}
