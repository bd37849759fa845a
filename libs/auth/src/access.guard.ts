import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError } from '@app/common';
import { IS_PUBLIC, REQUIRED_RIGHT } from './access.decorators.js';
import { AuditService } from './audit.service.js';
import type { AccessRequest, Principal, RequestContext } from './principal.js';
import { clientOf, contextOf, headerOf } from './request-context.js';
import { may, type Right } from './rights.js';
import { SessionsService } from './sessions.service.js';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * The one door: GraphQL over HTTP and WebSocket, and REST. Everything needs a principal unless it is @Public, and a right where it says @Allow.
 * It stands before any argument is looked at, so a stranger learns nothing.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  /** Several fields of one GraphQL request ask once. */
  private readonly asked = new WeakMap<AccessRequest, Promise<Principal>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const targets = [execution.getHandler(), execution.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets)) return true;

    const context = contextOf(execution);
    const principal = context.principal ?? (await this.principalOf(context));
    context.principal = principal;
    if (context.req) context.req.principal = principal;

    const right = this.reflector.getAllAndOverride<Right | undefined>(REQUIRED_RIGHT, targets);
    if (right !== undefined && !may(principal, right)) {
      await this.audit.recordRefusal({
        principal,
        action: 'access.refused',
        subject: right,
        ...addressOf(clientOf(context).address),
      });
      throw new ApiError('FORBIDDEN', `Your role (${principal.role}) may not do this.`);
    }
    return true;
  }

  private principalOf(context: RequestContext): Promise<Principal> {
    const { req } = context;
    const token = BEARER.exec(headerOf(context, 'authorization') ?? '')?.[1];
    if (!req || !token) return Promise.reject(new ApiError('UNAUTHENTICATED', 'Sign in first.'));
    const asked = this.asked.get(req) ?? this.sessions.verifyAccessToken(token);
    this.asked.set(req, asked);
    return asked;
  }
}

const addressOf = (address: string | null) => (address ? { address } : {});
