import type { IncomingHttpHeaders } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Response } from 'express';
import type { AccessRequest, RequestContext } from './principal.js';

/** Where a request came from, for audit lines and limits. */
export interface Client {
  address: string | null;
  userAgent: string | null;
}

/** One shape for GraphQL over HTTP, GraphQL over WebSocket, and REST. */
export function contextOf(context: ExecutionContext): RequestContext {
  if (context.getType<string>() === 'graphql') return GqlExecutionContext.create(context).getContext<RequestContext>();
  const http = context.switchToHttp();
  const req = http.getRequest<AccessRequest>();
  return { req, res: http.getResponse<Response>(), ...(req.principal ? { principal: req.principal } : {}) };
}

/** @returns the address as Express sees it: behind our own dashboard server it needs `trust proxy` */
export function clientOf(context: RequestContext): Client {
  return { address: context.req?.ip?.slice(0, 64) ?? null, userAgent: headerOf(context, 'user-agent')?.slice(0, 200) ?? null };
}

/** A header of the request, if there is one: what Nest gives as the request of a socket has none. */
export function headerOf({ req }: RequestContext, name: 'authorization' | 'cookie' | 'user-agent'): string | undefined {
  const headers: IncomingHttpHeaders | undefined = req?.headers;
  return headers?.[name];
}
