import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Env, SettingsError } from '@app/common';
import { AuditService } from './audit.service.js';
import { USERNAME } from './input-rules.js';
import { Role } from './role.js';
import { randomSecret } from './secrets.js';
import { newUser } from './user-changes.js';
import { User } from './user.entity.js';

/** Any number that nothing else locks. */
const SEED_LOCK = 7_415_001;
const EXTENSION = '201';

/** Makes the first ADMIN where there is no user at all, from ADMIN_USERNAME and ADMIN_PASSWORD; a generated password is logged once. */
@Injectable()
export class FirstAdminSeeder implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstAdminSeeder.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly audit: AuditService,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.seed();
  }

  /** Safe in several replicas at once. @throws {SettingsError} when the name or password that is set cannot be one */
  async seed(): Promise<void> {
    if (await this.dataSource.manager.existsBy(User, {})) return;
    const { adminUsername: username, adminPassword } = this.env;
    if (!USERNAME.test(username)) throw new SettingsError(['ADMIN_USERNAME must be 2 to 40 characters of A-Z a-z 0-9 . _ -']);
    if (adminPassword !== undefined && adminPassword.length > 200)
      throw new SettingsError(['ADMIN_PASSWORD must be at most 200 characters.']);

    const password = adminPassword ?? randomSecret(12);
    const admin = await newUser({ username, password, displayName: null, role: Role.ADMIN, extension: EXTENSION });
    const isMade = await this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
      if (await manager.existsBy(User, {})) return false;
      await manager.insert(User, admin);
      await this.audit.record(
        { action: 'user.created', subject: username, facts: { role: admin.role, firstAdmin: true } },
        manager,
      );
      return true;
    });
    if (!isMade) return;
    if (adminPassword === undefined)
      this.logger.log(`The first admin is ${username}, with the password ${password} (shown this once).`);
    else if (adminPassword.length < 8)
      this.logger.warn('ADMIN_PASSWORD is short: change it in the dashboard to one of 8 characters or more.');
  }
}
