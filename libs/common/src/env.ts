import { isAbsolute, resolve } from 'node:path';
import type { LogFormat, LogThreshold } from './app-logger.js';
import { readSettings, SettingsError } from './settings.js';

export { SettingsError };

/**
 * The settings, read and checked once at the start (settings.js holds the table). Nobody else touches process.env.
 * Also the injection token: `constructor(private readonly env: Env)`.
 */
export class Env {
  readonly apiPort: number;
  readonly dashboardPort: number;
  /** What browsers use, without a slash at the end. */
  readonly publicUrl: string;
  /** Absolute paths. */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly externalAddress: string | undefined;
  readonly localNets: readonly string[];
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  readonly turnSecret: string | undefined;
  readonly agentNetworks: readonly string[];
  /** An absolute path. */
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly ariUrl: string;
  readonly ariUsername: string;
  readonly ariPassword: string;
  readonly amiHost: string;
  readonly amiPort: number;
  readonly amiUsername: string;
  readonly amiPassword: string;
  readonly sipPort: number;
  readonly sipTlsPort: number;
  /** An absolute path: authorities that providers' certificates may come from, besides the public ones. */
  readonly sipCaFile: string | undefined;
  readonly adminUsername: string;
  readonly adminPassword: string | undefined;
  readonly allowedPrefixes: readonly string[];
  readonly maxCalls: number;
  readonly maxCallsPerUser: number;
  readonly maxOriginatesPerUserPerMinute: number;
  readonly maxCallSeconds: number;
  readonly recordingRetentionDays: number;
  readonly recordingMinFreeMb: number;
  readonly logLevel: LogThreshold;
  readonly logFormat: LogFormat;
  /** Whether telephone numbers stand whole in the log. */
  readonly logNumbers: boolean;
  readonly metricsToken: string | undefined;
  readonly jwtSecret: string;
  readonly encryptionKey: string;
  readonly redisUrl: string | undefined;
  /** Where Asterisk's copies of its SIP messages are heard, and the password that they carry. Without both the reasons of refusals are unknown. */
  readonly hepHost: string;
  readonly hepPort: number | undefined;
  readonly hepPassword: string | undefined;
  /** Set by the launcher when the demo carrier runs; null where there is none. */
  readonly demoTrunk: DemoTrunk | null;

  /**
   * @param source such as process.env; the launcher adds the addresses and secrets that it chose
   * @throws {SettingsError} naming every variable that is wrong or missing, and what was expected
   */
  static read(source: Record<string, string | undefined>): Env {
    const values = readSettings(source);
    const problems: string[] = [];
    const required = (name: keyof typeof values): string => {
      const value = values[name];
      if (typeof value !== 'string')
        problems.push(`${name} is not set. \`npm start\` generates it; without the launcher it must be given.`);
      return String(value);
    };
    const text = (name: keyof typeof values) => values[name] as string | undefined;
    const path = (name: keyof typeof values) => (text(name) === undefined ? undefined : resolve(text(name)!));
    const number = (name: keyof typeof values) => values[name] as number;
    const list = (name: keyof typeof values) => (values[name] ?? []) as string[];

    const ariUrl = text('ASTERISK_ARI_URL') ?? `http://127.0.0.1:${number('ASTERISK_HTTP_PORT')}`;
    const dataDir = text('DATA_DIR')!;
    const env: Env = {
      apiPort: number('API_PORT'),
      dashboardPort: number('DASHBOARD_PORT'),
      publicUrl: text('PUBLIC_URL') ?? `${text('TLS_CERT') ? 'https' : 'http'}://localhost:${number('DASHBOARD_PORT')}`,
      tlsCert: path('TLS_CERT'),
      tlsKey: path('TLS_KEY'),
      externalAddress: text('EXTERNAL_ADDRESS'),
      localNets: list('LOCAL_NETS'),
      stunUrls: list('STUN_URLS'),
      turnUrls: list('TURN_URLS'),
      turnSecret: text('TURN_SECRET'),
      agentNetworks: list('AGENT_NETWORKS'),
      dataDir: isAbsolute(dataDir) ? dataDir : resolve(dataDir),
      databaseUrl: required('DATABASE_URL'),
      ariUrl,
      ariUsername: text('ASTERISK_ARI_USERNAME')!,
      ariPassword: required('ASTERISK_ARI_PASSWORD'),
      amiHost: text('ASTERISK_AMI_HOST') ?? new URL(ariUrl).hostname.replace(/^\[|\]$/g, ''),
      amiPort: number('ASTERISK_AMI_PORT'),
      amiUsername: text('ASTERISK_AMI_USERNAME')!,
      amiPassword: required('ASTERISK_AMI_PASSWORD'),
      sipPort: number('SIP_PORT'),
      sipTlsPort: number('SIP_TLS_PORT'),
      sipCaFile: path('SIP_CA_FILE'),
      adminUsername: text('ADMIN_USERNAME')!,
      adminPassword: text('ADMIN_PASSWORD'),
      allowedPrefixes: list('ALLOWED_PREFIXES'),
      maxCalls: number('MAX_CALLS'),
      maxCallsPerUser: number('MAX_CALLS_PER_USER'),
      maxOriginatesPerUserPerMinute: number('MAX_ORIGINATES_PER_USER_PER_MINUTE'),
      maxCallSeconds: number('MAX_CALL_SECONDS'),
      recordingRetentionDays: number('RECORDING_RETENTION_DAYS'),
      recordingMinFreeMb: number('RECORDING_MIN_FREE_MB'),
      logLevel: text('LOG_LEVEL') as LogThreshold,
      logFormat: text('LOG_FORMAT') as LogFormat,
      logNumbers: values['LOG_NUMBERS'] as boolean,
      metricsToken: text('METRICS_TOKEN'),
      jwtSecret: required('JWT_SECRET'),
      encryptionKey: required('ENCRYPTION_KEY'),
      redisUrl: text('REDIS_URL'),
      hepHost: text('HEP_HOST')!,
      hepPort: values['HEP_PORT'] as number | undefined,
      hepPassword: source['TRUNKLINE_HEP_PASSWORD'] || undefined,
      demoTrunk: readDemoTrunk(source['TRUNKLINE_DEMO_TRUNK'], problems),
    };
    if (problems.length > 0) throw new SettingsError(problems);
    return Object.assign(new Env(), env);
  }
}

/** Where the demo carrier listens, and the account that it gives us. */
export interface DemoTrunk {
  server: string;
  port: number;
  username: string;
  password: string;
}

/** Passed by the launcher alone, hence outside the table of settings. */
function readDemoTrunk(json: string | undefined, problems: string[]): DemoTrunk | null {
  if (!json) return null;
  try {
    const value = JSON.parse(json) as Partial<DemoTrunk>;
    if (value.server && value.port && value.username && value.password) return value as DemoTrunk;
  } catch {
    // said below
  }
  problems.push('TRUNKLINE_DEMO_TRUNK must be JSON with server, port, username and password.');
  return null;
}
