import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Env } from '@app/common';
import type { DataSource } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DialplanRule } from './dialplan-rule.entity.js';
import { EMERGENCY_SEEDS } from './emergency-rule.js';
import { parsePattern, patternKey } from './parse-pattern.js';

/** Any number that nothing else locks. */
const SEED_LOCK = 7_415_002;
const RULES = [
  { name: "O'zbekiston", pattern: '_998X.', emergency: false },
  ...EMERGENCY_SEEDS.map((seed) => ({ ...seed, emergency: true })),
];

/**
 * What an empty dialplan begins with: the rules for Uzbekistan and for emergencies, and the prefixes of ALLOWED_PREFIXES. A list that holds anything is left
 * alone. (An instance from before there were emergency rules got them by migration.)
 */
@Injectable()
export class DialplanSeeder implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly env: Env,
  ) {}

  onModuleInit(): Promise<void> {
    return this.seed();
  }

  /** Safe in several replicas at once. */
  async seed(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
      if (!(await manager.existsBy(DialplanRule, {}))) {
        await manager.insert(
          DialplanRule,
          RULES.map((rule) => ({ ...rule, patternKey: keyOf(rule.pattern), callerId: null })),
        );
      }
      if (!(await manager.existsBy(AllowedDestination, {}))) {
        const prefixes = [...new Set(this.env.allowedPrefixes)];
        if (prefixes.length > 0)
          await manager.insert(
            AllowedDestination,
            prefixes.map((prefix) => ({ prefix, note: null })),
          );
      }
    });
  }
}

function keyOf(text: string): string {
  const pattern = parsePattern(text);
  return pattern ? patternKey(pattern) : text;
}
