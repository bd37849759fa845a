import { Injectable } from '@nestjs/common';
import { type Principal, type User, UsersService } from '@app/auth';
import type { Call } from './call.entity.js';
import { CallHistory } from './call-history.js';
import { BYTE_ORDER_MARK, csvLine, type CsvValue } from './csv.js';
import type { ExportRequest } from './filter-of-query.js';
import { talkSecondsOf } from './call-fields.resolver.js';

/** Written out together, so that a row costs no write of its own. */
const ROWS_A_CHUNK = 100;

type Agents = Map<string, User | null>;

const columns: readonly [name: string, value: (call: Call, agent: User | null) => CsvValue][] = [
  ['id', ({ id }) => id],
  ['direction', ({ direction }) => direction],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['trunkName', ({ trunkName }) => trunkName],
  ['agent', (_call, agent) => agent?.displayName ?? null],
  ['extension', (_call, agent) => agent?.extension ?? null],
  ['state', ({ state }) => state],
  ['outcome', ({ outcome }) => outcome],
  ['createdAt', ({ createdAt }) => createdAt],
  ['ringingAt', ({ ringingAt }) => ringingAt],
  ['answeredAt', ({ answeredAt }) => answeredAt],
  ['endedAt', ({ endedAt }) => endedAt],
  ['talkSeconds', (call) => talkSecondsOf(call)],
  ['hangupBy', ({ hangup }) => hangup?.by ?? null],
  ['cause', ({ hangup }) => hangup?.cause ?? null],
  ['sipCode', ({ hangup }) => hangup?.sipCode ?? null],
  ['reason', ({ hangup }) => hangup?.reason ?? null],
  ['note', ({ note }) => note],
  ['tags', ({ tags }) => tags.join(', ')],
];

/** Calls as a table for spreadsheets. */
@Injectable()
export class CallExport {
  constructor(
    private readonly history: CallHistory,
    private readonly users: UsersService,
  ) {}

  /**
   * The whole table, piece by piece.
   * @throws {ApiError} BAD_USER_INPUT, at once
   */
  async csv(principal: Principal, request: ExportRequest): Promise<AsyncGenerator<string>> {
    return this.write(await this.history.all(principal, request.filter), request);
  }

  private async *write(calls: AsyncIterable<Call>, { separator }: ExportRequest): AsyncGenerator<string> {
    const agents: Agents = new Map();
    let lines = [
      BYTE_ORDER_MARK +
        csvLine(
          columns.map(([name]) => name),
          separator,
        ),
    ];
    for await (const call of calls) {
      const agent = call.agentId === null ? null : await this.agent(call.agentId, agents);
      lines.push(
        csvLine(
          columns.map(([, value]) => value(call, agent)),
          separator,
        ),
      );
      if (lines.length < ROWS_A_CHUNK) continue;
      yield lines.join('');
      lines = [];
    }
    if (lines.length > 0) yield lines.join('');
  }

  /** There are few agents, each with many calls. */
  private async agent(id: string, known: Agents): Promise<User | null> {
    const agent = known.get(id);
    if (agent !== undefined) return agent;
    const found = await this.users.findById(id);
    known.set(id, found);
    return found;
  }
}
