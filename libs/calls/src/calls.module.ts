import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@app/agents';
import { AuthModule } from '@app/auth';
import { DialplanModule } from '@app/dialplan';
import { Trunk, TrunksModule, TrunksService } from '@app/trunks';
import { Call } from './call.entity.js';
import { CallAdmission } from './call-admission.js';
import { CallChange } from './call-change.entity.js';
import { CallConductor } from './call-conductor.js';
import { CallEventsHandler } from './call-events.handler.js';
import { CallAttemptResolver, CallFieldsResolver, TrunkCallsResolver } from './call-fields.resolver.js';
import { CallHistory } from './call-history.js';
import { CallJournal } from './call-journal.js';
import { CallLeg } from './call-leg.entity.js';
import { CallLimits } from './call-limits.js';
import { CallLoaders } from './call-loaders.js';
import { CallUpdates } from './call-updates.js';
import { CallsController } from './calls.controller.js';
import { CallsReconciler } from './calls.reconciler.js';
import { CallsResolver } from './calls.resolver.js';
import { CallsService } from './calls.service.js';
import { CallsSweeper } from './calls.sweeper.js';
import { LineNews } from './line-news.js';
import { NextTrunk } from './next-trunk.js';
import { OutboundCalls } from './outbound-calls.service.js';
import { PhoneCalls } from './phone-calls.js';
import { RecentChanges } from './recent-changes.js';
import { StrayLegs } from './stray-legs.js';
import { TrunkHealth } from './trunk-health.js';
import { TrunkLines } from './trunk-lines.js';

export const callEntities = [Call, CallLeg, CallChange];

/** In, decided and kept: what a call passes through. */
export const callProviders = [
  CallAdmission,
  CallConductor,
  CallEventsHandler,
  CallHistory,
  CallJournal,
  CallLimits,
  CallLoaders,
  CallsReconciler,
  CallsService,
  CallsSweeper,
  CallUpdates,
  LineNews,
  NextTrunk,
  OutboundCalls,
  PhoneCalls,
  RecentChanges,
  StrayLegs,
  TrunkHealth,
  TrunkLines,
];

@Module({
  imports: [TypeOrmModule.forFeature([...callEntities, Trunk]), AuthModule, AgentsModule, TrunksModule, DialplanModule],
  controllers: [CallsController],
  providers: [...callProviders, CallsResolver, CallFieldsResolver, CallAttemptResolver, TrunkCallsResolver],
  exports: [CallsService, CallHistory],
})
export class CallsModule implements OnModuleInit {
  constructor(
    private readonly trunks: TrunksService,
    private readonly lines: TrunkLines,
  ) {}

  onModuleInit(): void {
    this.trunks.explainUses(async (trunkId) => {
      const calls = (await this.lines.inUse()).get(trunkId) ?? 0;
      return calls > 0 ? [`${calls} calls in progress`] : [];
    });
  }
}
