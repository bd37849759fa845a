import { Field, ObjectType } from '@nestjs/graphql';
import { AuditEntry } from './audit-entry.entity.js';

@ObjectType({ description: 'Newest first. nextCursor is null on the last page.' })
export class AuditPage {
  @Field(() => [AuditEntry], { description: 'The entries of this page.' })
  items: AuditEntry[];

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page.' })
  nextCursor: string | null;
}
