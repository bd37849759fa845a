import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { Env, SettingsError } from '@app/common';
import { createApp } from './create-app.js';
import { stopInTime } from './stop-in-time.js';

const logger = new Logger('Start');

async function main(): Promise<void> {
  const env = Env.read(process.env);
  const app = await createApp(env);
  app.enableShutdownHooks();
  stopInTime();
  // Behind the dashboard's server, which stands on the same machine or the same private network.
  await app.listen(env.apiPort, process.env['API_HOST'] ?? '127.0.0.1');
  logger.log(`The api listens on port ${env.apiPort}`);
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) for (const problem of error.problems) logger.error(problem);
  else logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
  // Whatever still holds a socket open must not keep a failed start alive.
  setTimeout(() => process.exit(1), 1000).unref();
});
