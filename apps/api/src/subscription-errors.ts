import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { SlowSubscriberError, toProblem } from '@app/common';

const logger = new Logger('Subscriptions');

/**
 * What ended a running subscription, for its client: thrown between two events, it passes no filter of Nest's.
 * @returns undefined where graphql-ws may send the errors as they are
 */
export function subscriptionErrors(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] | undefined {
  if (errors.every(({ originalError }) => !originalError || originalError instanceof GraphQLError)) return undefined;
  return errors.map((error) => {
    const thrown = error.originalError ?? error;
    if (thrown instanceof SlowSubscriberError) return { message: thrown.message, extensions: { code: thrown.code } };
    if (thrown instanceof GraphQLError) return thrown.toJSON();
    const { detail, code, status } = toProblem(thrown);
    if (status >= 500) logger.error(thrown.stack ?? thrown.message);
    return { message: detail, extensions: { code } };
  });
}
