import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { ApiError, Env, isUuid } from '@app/common';
import { Clock } from './clock.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** What an access token says: which user, in which session, until when. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  expiresAt: Date;
}

interface JwtPayload {
  sub?: unknown;
  sid?: unknown;
  exp?: unknown;
}

/** Signs access tokens (JWT, HS256) and reads them with passport-jwt. That the session still lives is for SessionsService to say. */
@Injectable()
export class AccessTokens extends PassportStrategy(Strategy, 'jwt') {
  /** Our own, not passport's global: two applications in one process must not take each other's tokens. */
  private passport: passport.Authenticator;

  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    env: Env,
  ) {
    // As a key and not as text: jsonwebtoken would first try, and fail, to read a public key in it, with every request (1.5 ms).
    const secretOrKey = createSecretKey(env.jwtSecret, 'utf8') as unknown as Buffer;
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey, algorithms: ['HS256'] });
  }

  getPassportInstance(): passport.Authenticator {
    this.passport = new passport.Passport();
    return this.passport;
  }

  /** Called by passport once signature and time are right. */
  validate({ sub, sid, exp }: JwtPayload): AccessClaims {
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number' || !isUuid(sub) || !isUuid(sid)) {
      throw unauthenticated();
    }
    return { userId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
  }

  async sign(userId: string, sessionId: string): Promise<{ accessToken: string; expiresAt: Date }> {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const exp = issuedAt + ACCESS_TOKEN_SECONDS;
    const accessToken = await this.jwt.signAsync({ sub: userId, sid: sessionId, iat: issuedAt, exp });
    return { accessToken, expiresAt: new Date(exp * 1000) };
  }

  /** @throws {ApiError} UNAUTHENTICATED when it is not ours, changed or over */
  verify(token: string): Promise<AccessClaims> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, claims?: AccessClaims | false | null) => {
        if (claims) resolve(claims);
        else reject(error instanceof Error ? error : unauthenticated());
      };
      const authenticate = this.passport.authenticate('jwt', { session: false }, done) as (
        request: object,
        response: object,
        next: (error?: unknown) => void,
      ) => void;
      authenticate({ headers: { authorization: `Bearer ${token}` } }, {}, done);
    });
  }
}

export function unauthenticated(): ApiError {
  return new ApiError('UNAUTHENTICATED', 'Sign in again: this session has ended, or the token is not valid.');
}
