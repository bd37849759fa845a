import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { type GraphQLSchemaHost } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Request, Response } from 'express';
import { DateTimeScalar } from '@app/common';
import type { GraphqlSockets, SocketContext } from './graphql-sockets.js';
import { SocketOperations } from './socket-operations.js';
import { subscriptionErrors } from './subscription-errors.js';

const MAX_TOKENS = 3000;
/** The dashboard has five. */
const MAX_SUBSCRIPTIONS = 100;

/** Bounds of one query. The dashboard's largest costs a tenth of it (schema.e2e-spec.ts). */
const armor = new ApolloArmor({
  maxDepth: { n: 10 },
  costLimit: { maxCost: 20_000 },
  maxAliases: { n: 30 },
  maxTokens: { n: MAX_TOKENS },
  maxDirectives: { n: 50 },
}).protect();
const boundingRules = armor.validationRules;

/** Nest passes it on to graphql-ws; its types leave it out. */
const endings: Pick<ServerOptions, 'onError'> = {
  onError: (_context, _id, _payload, errors) => subscriptionErrors(errors),
};

/** Apollo over HTTP for everything, graphql-ws for subscriptions only. */
export function graphqlOptions(sockets: GraphqlSockets, host: GraphQLSchemaHost): Omit<ApolloDriverConfig, 'driver'> {
  const operations = new SocketOperations({ maxTokens: MAX_TOKENS, rules: boundingRules });
  return {
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: {
      scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
      noDuplicatedFields: true,
    },
    introspection: true,
    graphiql: false,
    autoTransformHttpErrors: false,
    includeStacktraceInErrorResponses: false,
    stopOnApplicationShutdown: true,
    validationRules: boundingRules,
    // Armor's types come from @apollo/server's CommonJS build, which TypeScript holds for another package.
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ...(armor.plugins as unknown as NonNullable<ApolloDriverConfig['plugins']>),
    ],
    subscriptions: {
      'graphql-ws': {
        path: '/graphql',
        connectionInitWaitTimeout: 5000,
        onConnect: (context) => sockets.admit(context as SocketContext),
        onSubscribe: ({ subscriptions }, _id, payload) =>
          refuseMany(Object.keys(subscriptions).length) ?? operations.read(host.schema, payload),
        ...endings,
      },
    },
    context: (source: { req: Request; res: Response } | Record<string, unknown>) => sockets.contextOf(source),
  };
}

/** Each may have one message waiting in the socket's buffer: a bound of theirs is a bound of its. */
function refuseMany(open: number): GraphQLError[] | undefined {
  if (open <= MAX_SUBSCRIPTIONS) return undefined;
  const message = `A socket has at most ${MAX_SUBSCRIPTIONS} subscriptions: end one, or open another socket.`;
  return [new GraphQLError(message, { extensions: { code: 'RATE_LIMITED' } })];
}
