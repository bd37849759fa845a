import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Env } from '@app/common';
import { AmiClient } from './ami/ami-client.js';
import { ReachabilityWatch, readReachabilities } from './ami/reachability.js';
import { type Explain, RegistrationWatch } from './ami/registrations.js';
import { AriApi } from './ari/ari-api.js';
import { AriGateway } from './ari/ari-gateway.js';
import { AsteriskProvisioning } from './asterisk-provisioning.js';
import { AsteriskRecorder } from './asterisk-recorder.js';
import { EngineLease } from './engine-lease.js';
import { EventHub } from './event-hub.js';
import { explainRegistration } from './hep/explain-registration.js';
import { HepCollector } from './hep/hep-collector.js';
import { accountOf, SipAnswers } from './hep/sip-answers.js';
import type { SipMessage } from './hep/sip-message.js';
import { TelephonyGateway } from './telephony.gateway.js';

/** Asterisk says when a trunk comes and goes, not how long it takes to answer: that is read so often. */
const ROUND_TRIPS_MS = 30_000;
const RECORDS_MODULE = 'cel_pgsql.so';

/** What the engine needs of the settings. */
export type EngineSettings = Pick<
  Env,
  'ariUrl' | 'ariUsername' | 'ariPassword' | 'amiHost' | 'amiPort' | 'amiUsername' | 'amiPassword' | 'databaseUrl'
> &
  Partial<Pick<Env, 'hepHost' | 'hepPort' | 'hepPassword'>>;

/**
 * One Asterisk and everything that speaks with it: the lease, the event stream and commands (ARI), registrations and configuration (AMI). It starts
 * with the application and waits for nobody: an Asterisk that is away is found when it comes.
 */
@Injectable()
export class TelephonyEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly gateway: AriGateway;
  readonly provisioning: AsteriskProvisioning;
  readonly recorder: AsteriskRecorder;
  readonly #log = new Logger('Asterisk');
  readonly #api: AriApi;
  readonly #ami: AmiClient;
  readonly #lease: EngineLease;
  readonly #registrations: RegistrationWatch;
  readonly #reachabilities: ReachabilityWatch;
  readonly #hep: HepCollector | undefined;
  readonly #hepHost: string | undefined;
  readonly #hepPort: number | undefined;
  #roundTrips: NodeJS.Timeout | undefined;
  #lastProblem = '';
  #isStarted = false;

  constructor(
    @Inject(Env) env: EngineSettings,
    private readonly modules: ModuleRef,
  ) {
    const hub = new EventHub();
    const answers = new SipAnswers();
    const explain: Explain = (report, clientUri) => explainRegistration(report, clientUri, answers);
    this.#hepHost = env.hepHost;
    this.#hepPort = env.hepPort;
    this.#hep =
      env.hepPassword === undefined
        ? undefined
        : new HepCollector(env.hepPassword, (message, { at }) => this.#heard(message, at, answers));
    this.#api = new AriApi({ url: env.ariUrl, username: env.ariUsername, password: env.ariPassword });
    this.gateway = new AriGateway(this.#api, hub, {}, answers);
    this.#ami = new AmiClient({
      host: env.amiHost,
      port: env.amiPort,
      username: env.amiUsername,
      password: env.amiPassword,
      onReady: () => {
        this.#readTrunks();
        // What changed while nobody listened.
        this.gateway.lookAtPhone();
      },
      onLost: (why) => {
        if (this.#isStarted) this.#problem(`lost AMI: ${why}`);
      },
      onProblem: (message) => this.#problem(`AMI: ${message}`),
      onEvent: (event) => {
        if (event.get('Event') === 'Registry' && event.get('Status') === 'Rejected')
          answers.noteFailedAttempt(accountOf(event.get('Username')));
        this.#registrations.look(event);
        this.#reachabilities.look(event);
        if (event.get('Event') === 'ContactStatus') this.gateway.lookAtPhone(event.get('EndpointName') || event.get('AOR'));
      },
    });
    this.#registrations = new RegistrationWatch(
      this.#ami,
      (report) => {
        if (this.gateway.isConnected) hub.tell({ type: 'trunkRegistration', at: report.at, report });
      },
      (error) => this.#problem(`registrations could not be read: ${String(error)}`),
      explain,
    );
    this.#reachabilities = new ReachabilityWatch(
      () => readReachabilities(this.#api, this.#ami),
      (report) => {
        if (this.gateway.isConnected) hub.tell({ type: 'trunkReachability', at: report.at, report });
      },
      (error) => this.#problem(`whether trunks are there could not be read: ${String(error)}`),
    );
    hub.subscribe((event) => {
      if (event.type === 'connected') this.#readTrunks();
    });
    this.provisioning = new AsteriskProvisioning(
      this.#api,
      this.#ami,
      () => this.gateway.isConnected,
      (phoneId) => this.gateway.lookAtPhone(phoneId),
      explain,
    );
    this.recorder = new AsteriskRecorder(this.#api, this.#ami, () => this.gateway.isConnected);
    this.#lease = new EngineLease({
      databaseUrl: env.databaseUrl,
      engine: env.ariUrl,
      onHeld: (epoch) => this.gateway.start(epoch),
      onLost: (why) => this.gateway.stop(`the lease was lost: ${why}`),
      onProblem: (message) => this.#problem(`lease: ${message}`),
    });
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  onApplicationBootstrap(): void {
    // Where a test has put a fake in the gateway's place, no Asterisk is looked for.
    if (this.modules.get(TelephonyGateway, { strict: false }) !== this.gateway) return;
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    this.#isStarted = true;
    if (this.#hep && this.#hepPort !== undefined) {
      this.#hep
        .listen(this.#hepPort, this.#hepHost)
        .catch((error: unknown) => this.#problem(`SIP messages are not heard, reasons stay unknown: ${String(error)}`));
    }
    this.#ami.start();
    this.#lease.start();
    this.#roundTrips = setInterval(() => this.#readReachabilities(), ROUND_TRIPS_MS).unref();
  }

  /** Calls in progress go on; another process may take over at once. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    clearInterval(this.#roundTrips);
    this.#hep?.close();
    this.gateway.stop('the application stops');
    this.#ami.stop();
    await this.#lease.stop();
    this.#api.close();
  }

  /**
   * Makes Asterisk look at the table of its records once more: it does so only when the module is loaded, and where the table or the database was not there
   * then it writes nothing (measured; a reload without a changed file does nothing either). Only while no channel lives: cel_pgsql lets go of its connection
   * without waiting for the record that is being written, and Asterisk crashes (docs/asterisk-notes.md).
   * @throws where it keeps none
   */
  async restartRecords(): Promise<void> {
    await this.#ami.action('ModuleLoad', { Module: RECORDS_MODULE, LoadType: 'unload' });
    await this.#ami.action('ModuleLoad', { Module: RECORDS_MODULE, LoadType: 'load' });
  }

  /** A provider may refuse again in other words: Asterisk tells nothing of that, the message does. */
  #heard(message: SipMessage, at: Date, answers: SipAnswers): void {
    answers.note(message, at);
    this.gateway.hear(message);
    if (message.kind === 'response' && message.method === 'REGISTER' && message.status >= 200) this.#readRegistrations();
  }

  /** Tells every trunk's state anew: after a connection was lost nobody knows what was told. */
  #readTrunks(): void {
    this.#registrations.forget();
    this.#reachabilities.forget();
    this.#readRegistrations();
    this.#readReachabilities();
  }

  #readRegistrations(): void {
    if (this.gateway.isConnected && this.#ami.isReady) this.#registrations.read();
  }

  #readReachabilities(): void {
    if (this.gateway.isConnected && this.#ami.isReady) this.#reachabilities.read();
  }

  /** Said once, not with every attempt. */
  #problem(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#log.warn(message);
  }
}
