import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { ApiExceptionFilter, type Env, InputPipe } from '@app/common';
import { AppModule } from './app.module.js';
import { serveOpenApi } from './openapi.js';
import { SipProxy } from './sip-proxy.js';

/** Bodies are small here: a call, a trunk, a query. */
const BODY_LIMIT = '100kb';

/** The whole application, wired but not listening. */
export async function createApp(env: Env): Promise<NestExpressApplication> {
  const logger = new ConsoleLogger({ colors: process.stdout.isTTY === true, timestamp: false });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(env), { logger, bodyParser: false });
  return configureApp(app);
}

/** What every instance has around its modules, in tests too. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: true });
  // X-Forwarded-* is believed of the dashboard's server only: loopback or a private network.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: false }));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ApiExceptionFilter());
  serveOpenApi(app);
  app.get(SipProxy).attach(app.getHttpServer());
  return app;
}
