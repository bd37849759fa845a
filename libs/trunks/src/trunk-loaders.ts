import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { TrunkChange } from './trunk-change.entity.js';
import { TrunkHistory } from './trunk-history.js';

/** What many trunks of one answer point to is read in one query; nothing is remembered from one answer to the next. */
@Injectable()
export class TrunkLoaders {
  /** The last 24 h, newest first. */
  readonly history = new DataLoader<string, TrunkChange[]>((trunkIds) => this.changes.of(trunkIds), { cache: false });

  constructor(private readonly changes: TrunkHistory) {}
}
