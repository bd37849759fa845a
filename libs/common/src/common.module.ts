import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Env } from './env.js';
import { LiveUpdates } from './live-updates.js';
import { SecretBox } from './secret-box.js';

/** The settings, the live updates and the secret box, for everybody. */
@Global()
@Module({})
export class CommonModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: CommonModule,
      providers: [
        { provide: Env, useValue: env },
        { provide: LiveUpdates, useFactory: () => new LiveUpdates(env.redisUrl) },
        { provide: SecretBox, useFactory: () => new SecretBox(env.encryptionKey) },
      ],
      exports: [Env, LiveUpdates, SecretBox],
    };
  }
}
