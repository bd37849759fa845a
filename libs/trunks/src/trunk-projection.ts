import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { KeyedQueue, SecretBox } from '@app/common';
import { TelephonyError, TelephonyProvisioning, type TrunkSpec } from '@app/telephony';
import type { EntityManager, Repository, SelectQueryBuilder } from 'typeorm';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { Trunk, TrunkAuthMode } from './trunk.entity.js';

const ONE_AT_A_TIME = 'trunks';

/**
 * Trunks as the engine has them. Changes are pushed one at a time, each with the row as it is then: whichever of two edits comes to the engine last, it
 * gets the later state.
 */
@Injectable()
export class TrunkProjection {
  private readonly logger = new Logger(TrunkProjection.name);
  private readonly queue = new KeyedQueue();
  /** Names whose last change the engine has not taken yet. */
  private readonly waiting = new Set<string>();

  constructor(
    @InjectRepository(Trunk) private readonly trunks: Repository<Trunk>,
    private readonly provisioning: TelephonyProvisioning,
    private readonly registrations: TrunkRegistrations,
    private readonly reachabilities: TrunkReachabilities,
    private readonly secrets: SecretBox,
  ) {}

  async desired(): Promise<TrunkSpec[]> {
    const trunks = await this.withSecrets().getMany();
    return trunks.map((trunk) => this.specOf(trunk));
  }

  /** Trunks that the engine has otherwise because somebody changed them here, not there. */
  unpushed(): ReadonlySet<string> {
    return new Set(this.waiting);
  }

  /** A comparison of everything has brought them to the engine. */
  pushed(names: ReadonlySet<string>): void {
    for (const name of names) this.waiting.delete(name);
  }

  /** @param manager of a transaction that goes on to change the row: it is locked until its end */
  readWithSecret(id: string, manager?: EntityManager): Promise<Trunk | null> {
    const query = this.withSecrets(manager).where('trunk.id = :id', { id });
    return (manager ? query.setLock('pessimistic_write') : query).getOne();
  }

  /**
   * @param previousName what the engine may know it by
   * @param registersAnew whether what the provider is told has changed
   * @returns whether the engine took it
   */
  push(id: string, previousName: string, registersAnew: boolean): Promise<boolean> {
    return this.inTurn('push', previousName, async () => {
      const trunk = await this.readWithSecret(id);
      if (!trunk) return this.provisioning.removeTrunk(previousName);
      const renamedFrom = previousName === trunk.name ? undefined : previousName;
      if (renamedFrom !== undefined) this.waiting.add(trunk.name);
      const registers = trunk.enabled && trunk.authMode === TrunkAuthMode.REGISTRATION;
      // Before the engine is told: its answer may come as an event before its reply does.
      if (renamedFrom !== undefined) this.forget(renamedFrom);
      if (registersAnew || !trunk.qualify) this.reachabilities.forget(trunk.name);
      if (!registers) this.registrations.forget(trunk.name);
      else if (registersAnew) this.registrations.restart(trunk.name);
      const drift = await this.provisioning.applyTrunk(this.specOf(trunk), renamedFrom);
      if (registers && registersAnew && drift.length === 0) await this.registrations.refresh();
      this.waiting.delete(trunk.name);
    });
  }

  remove(name: string): Promise<boolean> {
    return this.inTurn('remove', name, async () => {
      await this.provisioning.removeTrunk(name);
      this.forget(name);
    });
  }

  /** @returns whether the engine took it */
  reregister(trunk: Trunk): Promise<boolean> {
    return this.inTurn('register', trunk.name, async () => {
      const stored = await this.readWithSecret(trunk.id);
      if (!stored) return;
      this.registrations.restart(stored.name);
      await this.provisioning.applyTrunk(this.specOf(stored));
      await this.provisioning.reregisterTrunk(stored.name);
    });
  }

  /** null where there is none, and where it was sealed with another key: then the trunk rests until it is entered again, and nobody else is disturbed. */
  passwordOf(trunk: Trunk): string | null {
    if (!trunk.sealedPassword) return null;
    try {
      return this.secrets.decrypt(trunk.sealedPassword);
    } catch {
      this.logger.error(`The password of ${trunk.name} can't be read: ENCRYPTION_KEY is another one. Enter the password again.`);
      return null;
    }
  }

  specOf(trunk: Trunk): TrunkSpec {
    const password = this.passwordOf(trunk);
    const isComplete = trunk.authMode !== TrunkAuthMode.REGISTRATION || password !== null;
    return {
      name: trunk.name,
      server: trunk.server,
      port: trunk.port,
      transport: trunk.transport,
      authMode: trunk.authMode,
      username: trunk.username,
      password,
      callerId: trunk.callerId,
      codecs: trunk.codecs,
      mediaEncryption: trunk.mediaEncryption,
      outboundProxy: trunk.outboundProxy,
      authUsername: trunk.authUsername,
      fromUser: trunk.fromUser,
      fromDomain: trunk.fromDomain,
      callerIdHeader: trunk.callerIdHeader,
      inboundAddresses: trunk.inboundAddresses,
      dtmfMode: trunk.dtmfMode,
      expirySeconds: trunk.expirySeconds,
      isQualified: trunk.qualify,
      isEnabled: trunk.enabled && isComplete,
    };
  }

  private forget(name: string): void {
    this.registrations.forget(name);
    this.reachabilities.forget(name);
  }

  private withSecrets(manager: EntityManager = this.trunks.manager): SelectQueryBuilder<Trunk> {
    return manager.createQueryBuilder(Trunk, 'trunk').addSelect('trunk.sealedPassword').orderBy('trunk.createdAt');
  }

  /** What the engine does not take now is put right when it is reconciled; the change itself is saved. */
  private inTurn(what: string, name: string, task: () => Promise<void>): Promise<boolean> {
    this.waiting.add(name);
    return this.queue.run(ONE_AT_A_TIME, async () => {
      try {
        await task();
        this.waiting.delete(name);
        return true;
      } catch (error) {
        if (!(error instanceof TelephonyError)) throw error;
        const text = `Not done until the next reconcile: ${what} ${name} (${error.status}: ${error.message})`;
        if (error.status === 503) this.logger.debug(text);
        else this.logger.warn(text);
        return false;
      }
    });
  }
}
