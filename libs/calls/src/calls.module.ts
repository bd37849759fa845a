import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@app/agents';
import { AuthModule } from '@app/auth';
import { DialplanModule } from '@app/dialplan';
import { Trunk, TrunksModule, TrunksService } from '@app/trunks';
import { AgentsAtCalls } from './agents-at-calls.js';
import { AgentsPhones } from './agents-phones.js';
import { Announcements } from './announcements.js';
import { Call } from './call.entity.js';
import { CallAdmission } from './call-admission.js';
import { CallBacklog } from './call-backlog.js';
import { CallBooks } from './call-books.js';
import { CallChange } from './call-change.entity.js';
import { CallControl } from './call-control.service.js';
import { CallControlResolver } from './call-control.resolver.js';
import { CallConductor } from './call-conductor.js';
import { CallEventsHandler } from './call-events.handler.js';
import { CallEventsResolver } from './call-events.resolver.js';
import { CallEvents } from './call-events.service.js';
import { CallExport } from './call-export.js';
import { CallExportController } from './call-export.controller.js';
import { CallFeed } from './call-feed.js';
import { CallAttemptResolver, CallFieldsResolver, CallLegResolver, TrunkCallsResolver } from './call-fields.resolver.js';
import { CallHistory } from './call-history.js';
import { CallHistoryResolver } from './call-history.resolver.js';
import { CallJournal } from './call-journal.js';
import { CallLeg } from './call-leg.entity.js';
import { CallLimits } from './call-limits.js';
import { CallLoaders } from './call-loaders.js';
import { CallLog } from './call-log.js';
import { CallLogTail } from './call-log-tail.js';
import { CallNotes } from './call-notes.service.js';
import { CallNumber } from './call-number.entity.js';
import { CallNumbers } from './call-numbers.js';
import { CallSearch } from './call-search.js';
import { CallStats } from './call-stats.service.js';
import { CallQualityResolver } from './call-quality.resolver.js';
import { CallQualityService } from './call-quality.service.js';
import { CallUpdates } from './call-updates.js';
import { CallsController } from './calls.controller.js';
import { CallsReconciler } from './calls.reconciler.js';
import { CallsResolver } from './calls.resolver.js';
import { CallsService } from './calls.service.js';
import { CallsSweeper } from './calls.sweeper.js';
import { InboundCalls } from './inbound-calls.js';
import { KnownPeople } from './known-people.js';
import { LegQualities } from './leg-qualities.js';
import { LineNews } from './line-news.js';
import { LostPhones } from './lost-phones.js';
import { MonitorAdmission } from './monitor-admission.js';
import { NextRing } from './next-ring.js';
import { NextTrunk } from './next-trunk.js';
import { OutboundCalls } from './outbound-calls.service.js';
import { PhoneCalls } from './phone-calls.js';
import { PhoneTransfers } from './phone-transfers.js';
import { QualitySampler } from './quality-sampler.js';
import { RecentChanges } from './recent-changes.js';
import { StepTaker } from './step-taker.js';
import { StrayLegs } from './stray-legs.js';
import { TrunkHealth } from './trunk-health.js';
import { TransferAdmission } from './transfer-admission.js';
import { TransferDialling } from './transfer-dialling.js';
import { TransferResolver } from './transfer.resolver.js';
import { TransferTargets } from './transfer-targets.js';
import { Transfers } from './transfers.service.js';
import { TrunkLines } from './trunk-lines.js';
import { UnattendedCalls } from './unattended-calls.js';

export const callEntities = [Call, CallLeg, CallChange, CallNumber];

/** In, decided and kept: what a call passes through. */
export const callProviders = [
  AgentsAtCalls,
  AgentsPhones,
  Announcements,
  CallAdmission,
  CallBacklog,
  CallBooks,
  CallConductor,
  CallEvents,
  CallControl,
  CallEventsHandler,
  CallExport,
  CallFeed,
  CallHistory,
  CallJournal,
  CallLimits,
  CallLoaders,
  CallLog,
  CallLogTail,
  CallNotes,
  CallNumbers,
  CallSearch,
  CallQualityService,
  CallsReconciler,
  CallsService,
  CallsSweeper,
  CallStats,
  CallUpdates,
  InboundCalls,
  KnownPeople,
  LegQualities,
  LineNews,
  LostPhones,
  MonitorAdmission,
  NextRing,
  NextTrunk,
  OutboundCalls,
  PhoneCalls,
  PhoneTransfers,
  QualitySampler,
  RecentChanges,
  StepTaker,
  StrayLegs,
  TrunkHealth,
  TransferAdmission,
  TransferDialling,
  Transfers,
  TransferTargets,
  TrunkLines,
  UnattendedCalls,
];

@Module({
  imports: [TypeOrmModule.forFeature([...callEntities, Trunk]), AuthModule, AgentsModule, TrunksModule, DialplanModule],
  controllers: [CallsController, CallExportController],
  providers: [
    ...callProviders,
    CallsResolver,
    CallEventsResolver,
    CallHistoryResolver,
    CallControlResolver,
    TransferResolver,
    CallQualityResolver,
    CallFieldsResolver,
    CallAttemptResolver,
    CallLegResolver,
    TrunkCallsResolver,
  ],
  exports: [CallsService, CallHistory, CallBooks, CallControl, MonitorAdmission],
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
