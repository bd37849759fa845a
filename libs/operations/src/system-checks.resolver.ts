import { Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@app/auth';
import { SystemCheck } from './system-checks.results.js';
import { SystemChecksService } from './system-checks.service.js';

@Resolver(() => SystemCheck)
export class SystemChecksResolver {
  constructor(private readonly checks: SystemChecksService) {}

  @Allow('system.write')
  @Query(() => [SystemCheck], {
    description:
      'Looks at Asterisk, the database, the disk, ports and certificates now, as `npm run doctor` does. It takes some seconds.',
  })
  systemChecks(): Promise<SystemCheck[]> {
    return this.checks.look();
  }
}
