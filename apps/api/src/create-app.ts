import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { ApiExceptionFilter, AppLogger, type Env, InputPipe } from '@app/common';
import { AppModule } from './app.module.js';
import { ErrorLog } from './error-log.js';
import { serveOpenApi } from './openapi.js';
import { requestLog } from './request-log.js';
import { SipProxy } from './sip-proxy.js';

/** Bodies are small here: a call, a trunk, a query. */
const BODY_LIMIT = '100kb';

/** The whole application, wired but not listening. */
export async function createApp(env: Env): Promise<NestExpressApplication> {
  const logger = new AppLogger({
    format: env.logFormat,
    level: env.logLevel,
    showNumbers: env.logNumbers,
    secrets: secretsOf(env),
  });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(env), { logger, bodyParser: false });
  app.useLogger(app.get(ErrorLog).around(logger));
  return configureApp(app);
}

/** Whatever of the settings must never be read in a log. */
function secretsOf(env: Env): string[] {
  const databasePassword = decodeURIComponent(new URL(env.databaseUrl).password);
  const given = [env.ariPassword, env.amiPassword, env.hepPassword, env.jwtSecret, env.encryptionKey, env.metricsToken];
  return [...given, env.adminPassword, env.turnSecret, databasePassword].filter((secret) => secret !== undefined);
}

/**
 * How long a connection may rest between two requests, ms: longer than proxies and clients keep theirs (Caddy 120 s). Who closes first must be the one who asks: a
 * request that meets a closing connection fails, and a call must not be asked for twice.
 */
const KEEP_ALIVE_MS = 130_000;

/** What every instance has around its modules, in tests too. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  app.use(requestLog);
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: true });
  // X-Forwarded-* is believed of the dashboard's server only: loopback or a private network.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: false }));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ApiExceptionFilter());
  serveOpenApi(app);
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  app.get(SipProxy).attach(server);
  return app;
}
