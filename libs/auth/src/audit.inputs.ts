import { Field, ID, InputType } from '@nestjs/graphql';
import { ApiError, isUuid } from '@app/common';

const ACTION = /^[a-z]{1,40}(\.[a-z]{0,40})?$/i;
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

@InputType({ description: 'Which entries of the audit log. What is left out is not looked at.' })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'What this user did.' })
  userId?: string | null;

  @Field(() => String, { nullable: true, description: 'Actions that begin so: user.updated, or trunk. for all of trunks.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Any part of the subject, whatever the capitals.' })
  subject?: string | null;

  @Field(() => Date, { nullable: true, description: 'From this moment on.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this moment.' })
  before?: Date | null;
}

/** A query has no refusal to return. @throws {ApiError} BAD_USER_INPUT */
export function checkAuditFilter({ userId, action, subject }: AuditFilter): void {
  const wrong = (message: string) => new ApiError('BAD_USER_INPUT', message);
  if (userId != null && !isUuid(userId)) throw wrong('filter.userId must be the id of a user.');
  if (action != null && !ACTION.test(action))
    throw wrong('filter.action must be the beginning of an action: user. or user.updated');
  if (subject != null && !SUBJECT.test(subject)) throw wrong('filter.subject must be 1 to 200 characters on one line.');
}
