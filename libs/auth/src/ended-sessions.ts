import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LiveUpdates } from '@app/common';
import type { Principal } from './principal.js';

/** What is worth nothing from now on: these sessions, or everything of this user (sessions and API tokens), or this API token. */
export interface SessionsEnded {
  sessionIds?: readonly string[];
  userId?: string;
  apiTokenId?: string;
}

/** Whether this principal came in by what has ended. */
export function hasEnded(principal: Principal, ended: SessionsEnded): boolean {
  return (
    principal.user.id === ended.userId ||
    (principal.sessionId !== undefined && ended.sessionIds?.includes(principal.sessionId) === true) ||
    (principal.apiTokenId !== undefined && principal.apiTokenId === ended.apiTokenId)
  );
}

const TOPIC = 'sessionsEnded';

interface EndedPayload {
  [key: string]: string | null;
  /** Separated by spaces: live updates carry flat values. */
  sessionIds: string | null;
  userId: string | null;
  apiTokenId: string | null;
}

/** Tells every replica which sign-ins have ended, so that their sockets and phones end too. */
@Injectable()
export class EndedSessions implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(EndedSessions.name);
  private readonly listeners = new Set<(ended: SessionsEnded) => void>();
  private stop: (() => void) | undefined;

  constructor(private readonly updates: LiveUpdates) {}

  async onModuleInit(): Promise<void> {
    this.stop = await this.updates.listen<EndedPayload>(TOPIC, ({ sessionIds, userId, apiTokenId }) =>
      this.tell({
        ...(sessionIds ? { sessionIds: sessionIds.split(' ') } : {}),
        ...(userId ? { userId } : {}),
        ...(apiTokenId ? { apiTokenId } : {}),
      }),
    );
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  /** After the commit. */
  async announce({ sessionIds, userId, apiTokenId }: SessionsEnded): Promise<void> {
    if (!sessionIds?.length && !userId && !apiTokenId) return;
    const payload: EndedPayload = {
      sessionIds: sessionIds?.join(' ') ?? null,
      userId: userId ?? null,
      apiTokenId: apiTokenId ?? null,
    };
    await this.updates.publish(TOPIC, payload);
  }

  /** @returns the way to stop listening */
  onEnded(listener: (ended: SessionsEnded) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(ended: SessionsEnded): void {
    for (const listener of this.listeners) {
      try {
        listener(ended);
      } catch (error) {
        this.logger.error(error instanceof Error ? error.stack : String(error));
      }
    }
  }
}
