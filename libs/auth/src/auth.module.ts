import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Env } from '@app/common';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { ApiToken } from './api-token.entity.js';
import { ApiTokensResolver } from './api-tokens.resolver.js';
import { ApiTokensService } from './api-tokens.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditLog } from './audit-log.service.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditService } from './audit.service.js';
import { Clock } from './clock.js';
import { EndedSessions } from './ended-sessions.js';
import { FirstAdminSeeder } from './first-admin.seeder.js';
import { LoginFailure } from './login-failure.entity.js';
import { LoginLimiter } from './login-limiter.js';
import { RefreshCookie } from './refresh-cookie.js';
import { SessionsResolver } from './sessions.resolver.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { User } from './user.entity.js';
import { UserSession } from './user-session.entity.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

/** Every table of this lib. */
export const authEntities = [User, UserSession, ApiToken, AuditEntry, LoginFailure];

/** People, how they sign in, and the one door that asks who they are. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature(authEntities),
    PassportModule,
    JwtModule.registerAsync({
      inject: [Env],
      useFactory: (env: Env) => ({ secret: env.jwtSecret, signOptions: { algorithm: 'HS256' } }),
    }),
  ],
  providers: [
    AccessTokens,
    ApiTokensResolver,
    ApiTokensService,
    AuditLog,
    AuditResolver,
    AuditService,
    Clock,
    EndedSessions,
    FirstAdminSeeder,
    LoginLimiter,
    RefreshCookie,
    SessionsResolver,
    SessionsService,
    SignInService,
    UsersResolver,
    UsersService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AuditService, Clock, RefreshCookie, SessionsService, UsersService],
})
export class AuthModule {}
