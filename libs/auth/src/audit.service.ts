import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { AuditAction, AuditFact } from './audit-actions.js';
import { DETAIL_LENGTH, toDetailText } from './audit-detail.js';
import { AuditEntry } from './audit-entry.entity.js';
import { Clock } from './clock.js';
import type { Principal } from './principal.js';

/** What is worth a line. */
export interface AuditLine {
  principal?: Principal;
  action: AuditAction;
  subject?: string;
  /** What was asked for, without its secrets. */
  input?: object;
  /** What else there is to say. Never a secret. */
  facts?: Readonly<Partial<Record<AuditFact, unknown>>>;
  address?: string;
}

const REFUSAL_WINDOW_MS = 60_000;
const MOST_REFUSALS_REMEMBERED = 1000;

/** Writes down who did or tried what. */
@Injectable()
export class AuditService {
  /** When a refusal was last written; the oldest are forgotten first. */
  private readonly refusals = new Map<string, number>();

  constructor(
    @InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>,
    private readonly clock: Clock,
  ) {}

  /** @param manager of the transaction that the line belongs to */
  async record(line: AuditLine, manager: EntityManager = this.entries.manager): Promise<void> {
    const detail = toDetailText({ ...line.input, ...line.facts });
    await manager.insert(AuditEntry, {
      at: this.clock.now(),
      userId: line.principal?.user.id ?? null,
      apiTokenId: line.principal?.apiTokenId ?? null,
      action: line.action,
      subject: line.subject === undefined ? null : printable(line.subject, 200),
      detail: detail === undefined ? null : printable(detail, DETAIL_LENGTH),
      address: line.address === undefined ? null : printable(line.address, 64),
    });
  }

  /** The same refusal of the same caller is written once a minute: whoever asks a thousand times a second must not fill the disk. */
  async recordRefusal(line: AuditLine): Promise<void> {
    const now = this.clock.now().getTime();
    const key = JSON.stringify([line.principal?.user.id, line.principal?.apiTokenId, line.action, line.subject, line.address]);
    if (now - (this.refusals.get(key) ?? Number.NEGATIVE_INFINITY) < REFUSAL_WINDOW_MS) return;
    this.refusals.delete(key);
    this.refusals.set(key, now);
    const [oldest] = this.refusals.keys();
    if (this.refusals.size > MOST_REFUSALS_REMEMBERED && oldest !== undefined) this.refusals.delete(oldest);
    await this.record(line);
  }
}

/** PostgreSQL takes no NUL, and a log no control characters. */
function printable(text: string, length: number): string {
  return text.slice(0, length).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}
