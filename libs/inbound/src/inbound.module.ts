import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule, GroupsService } from '@app/agents';
import { DialplanModule } from '@app/dialplan';
import { Trunk, TrunksModule, TrunksService } from '@app/trunks';
import { InboundLoaders } from './inbound-loaders.js';
import { InboundRoute } from './inbound-route.entity.js';
import { InboundRoutesResolver } from './inbound-routes.resolver.js';
import { InboundRoutesService } from './inbound-routes.service.js';
import { RingTargets } from './ring-targets.js';
import { RouteDistribution } from './route-distribution.js';
import { UnattendedRoutes } from './unattended-routes.js';

/** Every table of this lib. */
export const inboundEntities = [InboundRoute];

/** Calls that come in: which number goes to whom. */
@Module({
  imports: [TypeOrmModule.forFeature([...inboundEntities, Trunk]), AgentsModule, DialplanModule, TrunksModule],
  providers: [InboundLoaders, InboundRoutesResolver, InboundRoutesService, RingTargets, RouteDistribution, UnattendedRoutes],
  exports: [InboundRoutesService, RingTargets, RouteDistribution],
})
export class InboundModule implements OnModuleInit {
  constructor(
    private readonly routes: InboundRoutesService,
    private readonly groups: GroupsService,
    private readonly trunks: TrunksService,
  ) {}

  onModuleInit(): void {
    this.groups.explainUses((groupId) => this.routes.naming([{ groupId }, { fallbackGroupId: groupId }]));
    this.trunks.explainUses((trunkId) => this.routes.naming([{ trunkId }]));
  }
}
