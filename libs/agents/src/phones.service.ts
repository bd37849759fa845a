import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, MoreThan, type Repository } from 'typeorm';
import { Clock } from '@app/auth';
import { Env, KeyedQueue, SecretBox } from '@app/common';
import { type PhoneSpec, TelephonyProvisioning } from '@app/telephony';
import { Phone } from './phone.entity.js';

/**
 * The phones that the engine should have, and the way to it. The rows are the truth; whatever could not be pushed is tried again by sweep(),
 * and put right at the next connect.
 */
@Injectable()
export class PhonesService {
  private readonly logger = new Logger(PhonesService.name);
  private readonly queue = new KeyedQueue();
  /** Phones whose last push failed. */
  private readonly unpushed = new Set<string>();

  constructor(
    @InjectRepository(Phone) private readonly phones: Repository<Phone>,
    private readonly provisioning: TelephonyProvisioning,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  get manager(): EntityManager {
    return this.phones.manager;
  }

  /** Every phone that the engine should have now. */
  async desired(phoneId?: string): Promise<PhoneSpec[]> {
    const only = { ...(phoneId ? { phoneId } : {}), isEnabled: true };
    const phones = await this.phones.find({
      where: [
        { ...only, expiresAt: IsNull() },
        { ...only, expiresAt: MoreThan(this.clock.now()) },
      ],
      relations: { user: true },
      order: { phoneId: 'ASC' },
    });
    return phones
      .filter(({ user, extension }) => user.enabled && user.extension === extension)
      .flatMap((phone) => this.specsOf(phone));
  }

  /**
   * Brings the engine to what the rows say of one phone.
   * @param isFresh drops what is registered first: the password is new, or the phone is somebody else's now
   * @returns false where the engine could not be reached or refused; it is tried again
   */
  sync(phoneId: string, isFresh = false): Promise<boolean> {
    return this.queue.run(phoneId, async () => {
      const [spec] = await this.desired(phoneId);
      try {
        if (!this.provisioning.isReady) throw new Error('the telephone engine is not connected');
        if (!spec || isFresh) await this.provisioning.removePhone(phoneId);
        if (spec) await this.provisioning.applyPhone(spec);
        this.unpushed.delete(phoneId);
        return true;
      } catch (error) {
        this.unpushed.add(phoneId);
        this.logger.warn(`Phone ${phoneId} could not be pushed yet: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    });
  }

  get isEngineReady(): boolean {
    return this.provisioning.isReady;
  }

  /** Ends the phones whose time is over, and pushes what could not be pushed before. */
  async sweep(): Promise<void> {
    await this.end('"expiresAt" <= :now', { now: this.clock.now() });
    if (!this.provisioning.isReady) return;
    await Promise.all([...this.unpushed].map((phoneId) => this.sync(phoneId, true)));
  }

  /** Deletes browsers' phones and takes them from the engine. @param condition SQL over the table's columns */
  async end(condition: string, parameters: Record<string, unknown>): Promise<void> {
    const ended = await this.phones
      .createQueryBuilder()
      .delete()
      .where(`kind = 'browser' and (${condition})`, parameters)
      .returning('"phoneId"')
      .execute();
    const phones = ended.raw as Pick<Phone, 'phoneId'>[];
    await Promise.all(phones.map(({ phoneId }) => this.sync(phoneId)));
  }

  seal(password: string): string {
    return this.secrets.encrypt(password);
  }

  /** @returns undefined where it was sealed with another ENCRYPTION_KEY: such a phone needs a new password */
  open({ phoneId, sealedPassword }: Phone): string | undefined {
    try {
      return this.secrets.decrypt(sealedPassword);
    } catch {
      this.logger.warn(`The password of phone ${phoneId} cannot be read: ENCRYPTION_KEY is another than it was made with.`);
      return undefined;
    }
  }

  private specsOf(phone: Phone): PhoneSpec[] {
    const { phoneId, extension, kind } = phone;
    const password = this.open(phone);
    const networks = kind === 'desk' ? this.env.agentNetworks : [];
    return password === undefined ? [] : [{ phoneId, extension, kind, username: phoneId, password, networks }];
  }
}
