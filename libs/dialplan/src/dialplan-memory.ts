import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LiveUpdates } from '@app/common';
import { Trunk, TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload, TrunksService } from '@app/trunks';
import type { DataSource, EntitySubscriberInterface, QueryRunner } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DialplanRule, DialplanRuleTrunk } from './dialplan-rule.entity.js';

/** Topic of LiveUpdates: a rule, a destination or the text changed. Its payload is empty. */
export const DIALPLAN_TOPIC = 'dialplan';

/** What plans and texts are made of. Shared by everybody who reads it: nobody changes it. */
export interface DialplanRows {
  /** Oldest first. */
  rules: readonly DialplanRule[];
  /** In the order in which they are tried. */
  trunks: readonly Trunk[];
  /** By prefix. */
  destinations: readonly AllowedDestination[];
}

interface WriteEvent {
  queryRunner: QueryRunner;
}

const TABLES: readonly unknown[] = [DialplanRule, DialplanRuleTrunk, AllowedDestination, Trunk];

/**
 * The rows of the dialplan, read once and kept until they change: a call is planned from memory, however many rules there are. Whatever this process writes to these
 * tables is seen at its commit, through whichever service it went; what another replica writes, when it tells of it; and what neither told, at the next reconcile.
 */
@Injectable()
export class DialplanMemory implements OnModuleInit, OnApplicationShutdown {
  private kept: Promise<DialplanRows> | undefined;
  private readonly writers = new WeakSet<QueryRunner>();
  private readonly stops: (() => void)[] = [];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly trunks: TrunksService,
    private readonly updates: LiveUpdates,
  ) {}

  async onModuleInit(): Promise<void> {
    this.watchWrites();
    const forget = () => this.forget();
    this.stops.push(
      await this.updates.listen(DIALPLAN_TOPIC, forget),
      await this.updates.listen(TRUNK_DELETED_TOPIC, forget),
      await this.updates.listen<TrunkPayload>(TRUNK_TOPIC, (payload) => {
        if (changesSettings(payload)) forget();
      }),
    );
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
  }

  /** As they are stored now. Those who ask at once share one reading. */
  read(): Promise<DialplanRows> {
    if (this.kept) return this.kept;
    const reading = this.readRows();
    this.kept = reading;
    reading.catch(() => {
      if (this.kept === reading) this.forget();
    });
    return reading;
  }

  /** What is being read meanwhile is not kept either: it may be older than the change. */
  forget(): void {
    this.kept = undefined;
  }

  private async readRows(): Promise<DialplanRows> {
    const { manager } = this.dataSource;
    const [rules, trunks, destinations] = await Promise.all([
      manager.find(DialplanRule, { order: { createdAt: 'ASC', id: 'ASC' } }),
      this.trunks.list(),
      manager.find(AllowedDestination, { order: { prefix: 'ASC' } }),
    ]);
    return { rules, trunks, destinations };
  }

  /** A write counts twice: when it is made, for whoever writes without a transaction, and at the commit, before which others read the old rows. */
  private watchWrites(): void {
    const written = ({ queryRunner, metadata }: WriteEvent & { metadata: { target: unknown } }) => {
      if (!TABLES.includes(metadata.target)) return;
      this.writers.add(queryRunner);
      this.forget();
    };
    const committed = ({ queryRunner }: WriteEvent) => {
      if (this.writers.has(queryRunner)) this.forget();
    };
    const subscriber: EntitySubscriberInterface = {
      afterInsert: written,
      afterUpdate: written,
      afterRemove: written,
      afterTransactionCommit: committed,
    };
    this.dataSource.subscribers.push(subscriber);
    this.stops.push(() => {
      const index = this.dataSource.subscribers.indexOf(subscriber);
      if (index >= 0) this.dataSource.subscribers.splice(index, 1);
    });
  }
}

/** Whether the trunk's row has changed: how it is doing, and what it carries, are asked for with every plan. */
export const changesSettings = ({ what }: TrunkPayload): boolean => what === 'settings';
