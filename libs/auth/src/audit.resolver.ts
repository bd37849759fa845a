import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Allow } from './access.decorators.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditFilter } from './audit.inputs.js';
import { AuditLog } from './audit-log.service.js';
import { AuditPage } from './audit.results.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly log: AuditLog) {}

  @Allow('audit.read')
  @Query(() => AuditPage, { description: 'Who did or tried what, newest first.' })
  auditLog(
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'nextCursor of the page before.' }) after: string | null,
    @Args('filter', { type: () => AuditFilter, nullable: true, description: 'Which entries; default: all.' })
    filter: AuditFilter | null,
  ): Promise<AuditPage> {
    return this.log.page(first, after, filter ?? {});
  }
}
