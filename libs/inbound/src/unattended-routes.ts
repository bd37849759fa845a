import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { GROUP_TOPIC, GroupsService } from '@app/agents';
import { type User, USER_TOPIC, UsersService } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { DialplanService, type UnattendedRoute } from '@app/dialplan';
import { TrunksService } from '@app/trunks';
import type { InboundRoute } from './inbound-route.entity.js';
import { INBOUND_TOPIC, InboundRoutesService } from './inbound-routes.service.js';
import { byExactness } from './match-route.js';

/** Whom calls that come in ring while the app is away: the routes with the phones of all their people, whoever is there. */
@Injectable()
export class UnattendedRoutes implements OnModuleInit, OnApplicationShutdown {
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly routes: InboundRoutesService,
    private readonly groups: GroupsService,
    private readonly users: UsersService,
    private readonly trunks: TrunksService,
    private readonly dialplan: DialplanService,
    private readonly updates: LiveUpdates,
  ) {}

  async onModuleInit(): Promise<void> {
    this.dialplan.ringUnattended(() => this.list());
    const changed = () => this.dialplan.unattendedChanged();
    for (const topic of [INBOUND_TOPIC, GROUP_TOPIC, USER_TOPIC]) this.stops.push(await this.updates.listen(topic, changed));
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
  }

  /** The most exact first. */
  async list(): Promise<UnattendedRoute[]> {
    const [rows, groups, trunks] = await Promise.all([this.routes.list(), this.groups.list(), this.trunks.list()]);
    const agents = await this.users.findByIds(rows.flatMap(({ agentId }) => agentId ?? []));
    const phonesOfGroup = (id: string | null) => phonesOf(groups.find((group) => group.id === id)?.members ?? []);
    const trunkOf = ({ trunkId }: InboundRoute) => trunks.find(({ id }) => id === trunkId)?.name ?? null;
    return byExactness(rows.filter(({ enabled }) => enabled)).map((route) => ({
      number: route.number,
      trunkName: trunkOf(route),
      phoneIds: route.agentId === null ? phonesOfGroup(route.groupId) : phonesOf(agents.filter(({ id }) => id === route.agentId)),
      fallbackPhoneIds: phonesOfGroup(route.fallbackGroupId),
      ringSeconds: route.ringTimeoutSeconds,
    }));
  }
}

/** The browser's and the one on the desk: which of them is there the engine knows. */
function phonesOf(people: readonly User[]): string[] {
  return people.flatMap(({ enabled, extension }) => (enabled && extension !== null ? [extension, `${extension}-desk`] : []));
}
