/**
 * The second port: what the engine has to know (trunks, phones, the dialplan's text). PostgreSQL is the truth and the engine a projection of
 * it: what should be is compared with what is, and the difference is applied.
 */
import type { ReachabilityReport, RegistrationReport } from './telephony.gateway.js';

export interface TrunkSpec {
  /** The trunk's name, which is its id in the engine. */
  name: string;
  server: string;
  port: number;
  transport: 'UDP' | 'TCP' | 'TLS';
  authMode: 'REGISTRATION' | 'IP';
  username: string | null;
  password: string | null;
  callerId: string | null;
  /** Offered in this order. */
  codecs: readonly string[];
  mediaEncryption: 'OFF' | 'OPTIONAL' | 'REQUIRED';
  /** host or host:port */
  outboundProxy: string | null;
  /** Where it is not username. */
  authUsername: string | null;
  fromUser: string | null;
  fromDomain: string | null;
  callerIdHeader: 'FROM' | 'PAI' | 'RPID';
  /** Addresses, addresses with their port, networks. */
  inboundAddresses: readonly string[];
  dtmfMode: 'RFC4733' | 'INFO' | 'INBAND' | 'AUTO';
  expirySeconds: number;
  /** Whether it is asked now and then if it is there; a trunk that does not answer that is called all the same. */
  isQualified: boolean;
  /** A trunk that is off has no objects in the engine. */
  isEnabled: boolean;
}

/** A trunk of such a name is a trial: it is left alone by reconcile() while the process that made it keeps it. */
export const TRIAL_PREFIX = 'trunkline-probe-';

export interface PhoneSpec {
  /** `201` for a browser, `201-desk` for a desk phone. */
  phoneId: string;
  extension: string;
  kind: 'browser' | 'desk';
  username: string;
  password: string;
  /** Networks that a desk phone may come from. */
  networks: readonly string[];
}

export interface DesiredState {
  trunks: readonly TrunkSpec[];
  phones: readonly PhoneSpec[];
}

/** One difference that was found and repaired. */
export interface Drift {
  at: Date;
  subject: string;
  kind: 'MISSING' | 'CHANGED' | 'LEFT_OVER';
}

export abstract class TelephonyProvisioning {
  /** True while the engine's configuration can be read and written. */
  abstract get isReady(): boolean;

  /**
   * Compares everything of ours in the engine with what should be, and repairs the difference. A change that the engine would ignore is applied
   * by removing and putting again. Calls in progress are not disturbed.
   * @throws {TelephonyError}
   */
  abstract reconcile(desired: DesiredState): Promise<Drift[]>;
  /** One trunk, likewise. `previousName` when it was renamed. @throws {TelephonyError} */
  abstract applyTrunk(spec: TrunkSpec, previousName?: string): Promise<Drift[]>;
  /** Unregisters and removes every object. @throws {TelephonyError} */
  abstract removeTrunk(name: string): Promise<void>;
  /** Registers again now, with what the engine has. @throws {TelephonyError} */
  abstract reregisterTrunk(name: string): Promise<void>;
  abstract applyPhone(spec: PhoneSpec): Promise<void>;
  /** Removes the phone and its registration: it can neither call nor be called from then on. */
  abstract removePhone(phoneId: string): Promise<void>;

  /** How each registering trunk is doing now. */
  abstract registrations(): Promise<RegistrationReport[]>;
  /** Whether each qualified trunk's server answers now, as far as that is known. */
  abstract reachabilities(): Promise<ReachabilityReport[]>;
  /** The ids of phones that are registered now. */
  abstract onlinePhones(): Promise<ReadonlySet<string>>;

  /**
   * Replaces one context of the dialplan whole (`outbound` or `inbound`) and verifies that the engine runs it; a refused text leaves the old one.
   * @param lines of the context without its [header]: `exten => …` and ` same => …`
   * @throws {TelephonyError}
   */
  abstract applyDialplan(context: string, lines: readonly string[]): Promise<void>;
  /** What the engine runs now, in comparable form (see dialplan-text.ts): equal to that of the lines that were applied if it runs exactly those. */
  abstract runningDialplan(context: string): Promise<readonly string[]>;
  /** The lines in the same comparable form. */
  abstract comparableDialplan(lines: readonly string[]): readonly string[];
}
