import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import { Env, isRefusal, type OperationError } from '@app/common';
import type { RequestContext } from './principal.js';
import { headerOf } from './request-context.js';
import type { Session, SignedIn } from './session.results.js';

/** Carries the refresh token: out of reach of scripts, and sent by our own pages only. */
@Injectable()
export class RefreshCookie {
  /** Cookies know no ports: two instances on one host each need a name of their own. */
  readonly name: string;

  constructor(env: Env) {
    const { port, protocol } = new URL(env.publicUrl);
    this.name = `trunkline_refresh_${port || (protocol === 'https:' ? '443' : '80')}`;
  }

  /** @param header the Cookie header */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : parseCookie(header)[this.name];
  }

  readFrom(context: RequestContext): string | undefined {
    return this.read(headerOf(context, 'cookie'));
  }

  /** Sets the cookie and gives the rest; a refusal passes through. */
  deliver(context: RequestContext, result: SignedIn | OperationError): Session | OperationError {
    if (isRefusal(result)) return result;
    context.res?.cookie(this.name, result.refreshToken, { ...this.attributes(context), expires: result.refreshExpiresAt });
    return result.session;
  }

  clear(context: RequestContext): void {
    context.res?.clearCookie(this.name, this.attributes(context));
  }

  private attributes({ req }: RequestContext) {
    return { httpOnly: true, sameSite: 'strict', secure: req?.secure ?? false, path: '/' } as const;
  }
}
