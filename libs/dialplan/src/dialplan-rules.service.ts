import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { AuditService, type Principal } from '@app/auth';
import { ApiError, ErrorCode, isUuid, type Language, type OperationError, refuse } from '@app/common';
import { Trunk } from '@app/trunks';
import { type DataSource, type EntityManager, In, QueryFailedError, Repository } from 'typeorm';
import { describePattern } from './describe-pattern.js';
import { DialplanRule, DialplanRuleTrunk } from './dialplan-rule.entity.js';
import type { CreateDialplanRuleInput, UpdateDialplanRuleInput } from './dialplan.inputs.js';
import { PatternReading } from './dialplan.results.js';
import { exampleNumber } from './example-number.js';
import { OutboundText } from './outbound-text.js';
import { parsePattern, patternKey } from './parse-pattern.js';
import { tryRule } from './try-rule.js';

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Rules: checked with the parser and the plan that calls use, saved, applied to the engine, published. */
@Injectable()
export class DialplanRulesService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(DialplanRule) private readonly rules: Repository<DialplanRule>,
    private readonly text: OutboundText,
    private readonly audit: AuditService,
  ) {}

  /** Oldest first. */
  list(): Promise<DialplanRule[]> {
    return this.rules.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** @throws {ApiError} NOT_FOUND */
  async getOrThrow(id: string): Promise<DialplanRule> {
    const rule = isUuid(id) ? await this.rules.findOneBy({ id }) : null;
    if (!rule) throw ApiError.notFound('dialplan rule');
    return rule;
  }

  /** What a pattern means, and which rule has it already. */
  async explainPattern(text: string, language: Language): Promise<PatternReading> {
    const pattern = parsePattern(text);
    return Object.assign(new PatternReading(), {
      valid: pattern !== undefined,
      reading: describePattern(text, language) ?? null,
      example: pattern ? exampleNumber(pattern) : null,
      conflictsWith: pattern ? await this.rules.findOneBy({ patternKey: patternKey(pattern) }) : null,
    });
  }

  async create(principal: Principal | undefined, input: CreateDialplanRuleInput): Promise<DialplanRule | OperationError> {
    const { trunkIds, ...fields } = input;
    const rule = this.rules.create({ ...fields, callerId: fields.callerId ?? null, patternKey: keyOf(input.pattern) });
    return this.save(rule, trunkIds, async (manager) => {
      await this.audit.record({ principal, action: 'dialplanRule.created', subject: rule.name, input }, manager);
    });
  }

  /** @throws {ApiError} NOT_FOUND */
  async update(principal: Principal, id: string, input: UpdateDialplanRuleInput): Promise<DialplanRule | OperationError> {
    const { trunkIds, ...fields } = input;
    const rule = await this.getOrThrow(id);
    const before = rule.name;
    Object.assign(rule, fields, { patternKey: keyOf(input.pattern ?? rule.pattern) });
    return this.save(rule, trunkIds, async (manager) => {
      await this.audit.record({ principal, action: 'dialplanRule.updated', subject: before, input }, manager);
    });
  }

  /** The rule as it was. @throws {ApiError} NOT_FOUND */
  async delete(principal: Principal | undefined, id: string): Promise<DialplanRule> {
    const rule = await this.getOrThrow(id);
    await this.dataSource.transaction(async (manager) => {
      await manager.delete(DialplanRule, id);
      await this.audit.record(
        { principal, action: 'dialplanRule.deleted', subject: rule.name, facts: { pattern: rule.pattern } },
        manager,
      );
    });
    await this.text.changed();
    return rule;
  }

  /** @param trunkIds undefined: the rule's trunks stay as they are */
  private async save(
    rule: DialplanRule,
    trunkIds: readonly string[] | undefined,
    audit: (manager: EntityManager) => Promise<void>,
  ): Promise<DialplanRule | OperationError> {
    const wrong = tryRule(rule) ?? (trunkIds && (await this.unknownTrunk(trunkIds)));
    if (wrong) return wrong;
    try {
      const id = await this.dataSource.transaction(async (manager) => {
        const { trunkLinks: _links, ...row } = rule;
        const saved = await manager.save(DialplanRule, this.rules.create(row));
        if (trunkIds) await replaceTrunks(manager, saved.id, trunkIds);
        await audit(manager);
        return saved.id;
      });
      await this.text.changed();
      return await this.getOrThrow(id);
    } catch (error) {
      const refusal = refusalFor(error, rule);
      if (refusal) return refusal;
      throw error;
    }
  }

  private async unknownTrunk(trunkIds: readonly string[]): Promise<OperationError | undefined> {
    const known = await this.dataSource.manager.findBy(Trunk, { id: In(trunkIds.filter(isUuid)) });
    const unknown = trunkIds.find((id) => !known.some((trunk) => trunk.id === id.toLowerCase()));
    if (unknown === undefined) return undefined;
    return refuse(
      ErrorCode.TRUNK_NOT_FOUND,
      `There is no trunk with the id ${JSON.stringify(unknown.slice(0, 40))}.`,
      'input.trunkIds',
    );
  }
}

async function replaceTrunks(manager: EntityManager, ruleId: string, trunkIds: readonly string[]): Promise<void> {
  await manager.delete(DialplanRuleTrunk, { ruleId });
  if (trunkIds.length === 0) return;
  await manager.insert(
    DialplanRuleTrunk,
    trunkIds.map((trunkId, position) => ({ ruleId, trunkId, position })),
  );
}

/** The pattern was checked on the way in. */
function keyOf(text: string): string {
  const pattern = parsePattern(text);
  if (!pattern) throw new Error(`Not a pattern: ${JSON.stringify(text)}`);
  return patternKey(pattern);
}

function refusalFor(error: unknown, rule: DialplanRule): OperationError | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : undefined;
  const state = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (state === UNIQUE_VIOLATION) {
    return refuse(
      ErrorCode.NAME_TAKEN,
      `There is a rule for ${rule.pattern} already: change that one, or choose another pattern.`,
      'input.pattern',
    );
  }
  if (state === FOREIGN_KEY_VIOLATION) {
    return refuse(ErrorCode.TRUNK_NOT_FOUND, 'One of these trunks has just been deleted.', 'input.trunkIds');
  }
  return undefined;
}
