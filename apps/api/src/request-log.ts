import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { inLogContext } from '@app/common';

/** An id of the caller's own, if it may stand in a log; https://www.rfc-editor.org/rfc/rfc9110 leaves such headers to us. */
const REQUEST_ID = /^[\w.:-]{1,64}$/;
/** Asked every second by machines. */
const UNSAID = /^\/(health|metrics)(\/|$)/;

const logger = new Logger('Http');

/**
 * Gives every request an id (the caller's X-Request-Id, or a new one), which comes back in the answer and stands on every line that is logged on its way, and says how it
 * ended. The query of an address is left out: links to recordings are signed there.
 */
export function requestLog(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id') ?? '';
  const requestId = REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', requestId);
  const path = request.originalUrl.split('?', 1)[0] ?? '';
  const beganAt = performance.now();
  inLogContext({ requestId }, () => {
    response.once('finish', () => {
      if (UNSAID.test(path)) return;
      const line = {
        message: `${request.method} ${path} ${response.statusCode}`,
        status: response.statusCode,
        ms: Math.round(performance.now() - beganAt),
        ...operationOf(request),
      };
      if (response.statusCode >= 500) logger.warn(line);
      else if (response.statusCode >= 400) logger.log(line);
      else logger.debug(line);
    });
    next();
  });
}

/** GraphQL's requests all have one address. */
function operationOf(request: Request): { operation?: string } {
  const body = request.body as { operationName?: unknown } | undefined;
  return typeof body?.operationName === 'string' ? { operation: body.operationName.slice(0, 64) } : {};
}
