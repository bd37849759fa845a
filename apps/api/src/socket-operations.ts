import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';

/** Texts that are remembered, in characters: the dashboard's subscriptions have some 5,000. */
const KEPT_CHARACTERS = 500_000;

export interface SocketOperation {
  query: string;
  operationName?: string | null;
  variables?: Readonly<Record<string, unknown>> | null;
}

export interface Bounds {
  maxTokens: number;
  rules: readonly ValidationRule[];
}

/**
 * Reads what comes over the socket, where nothing passes by Apollo's plugins and rules: the same bounds are put on it here, and only subscriptions are
 * served. Whoever follows calls subscribes with the same text to each of them, so a text that was found well is remembered, as Apollo does over HTTP.
 */
export class SocketOperations {
  private readonly known = new LRUCache<string, DocumentNode>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, query) => Math.max(1, query.length),
  });

  constructor(private readonly bounds: Bounds) {}

  /** @returns what graphql-ws is to run without reading it once more, or the errors */
  read(schema: GraphQLSchema, { query, operationName, variables }: SocketOperation): ExecutionArgs | readonly GraphQLError[] {
    try {
      const known = this.known.get(query);
      const document = known ?? parse(query, { maxTokens: this.bounds.maxTokens });
      if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
        return [badRequest('Only subscriptions are served over WebSocket. Send queries and mutations over HTTP.')];
      }
      if (!known) {
        const errors = validate(schema, document, [...specifiedRules, ...this.bounds.rules]);
        if (errors.length > 0) return errors;
        this.known.set(query, document);
      }
      return { schema, document, operationName, variableValues: variables };
    } catch (error) {
      return [error instanceof GraphQLError ? error : badRequest('The operation could not be read.')];
    }
  }
}

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
