import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import type { Env } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { TelephonyEngine } from '@app/telephony';
import { FakeGateway, FakeProvisioning, FakeRecorder } from '@app/telephony/testing';
import { AppModule } from '../../src/app.module.js';
import { configureApp } from '../../src/create-app.js';
import { ApiClient, signIn } from './graphql-client.js';

export interface TestApi {
  app: NestExpressApplication;
  url: string;
  env: Env;
  telephony: FakeGateway;
  provisioning: FakeProvisioning;
  recorder: FakeRecorder;
  dataSource: DataSource;
  /** Nobody yet. */
  client: ApiClient;
  /** Signed in as the first admin. */
  admin: ApiClient;
  /** Makes a user, and signs in as them. */
  user(role: 'ADMIN' | 'SUPERVISOR' | 'AGENT', extension?: string): Promise<{ client: ApiClient; id: string; username: string }>;
  stop(): Promise<void>;
}

const PASSWORD = 'correct horse battery';

/** The whole api in this process, on a real PostgreSQL and with the telephone engine played. */
export async function startTestApi(overrides: Partial<Env> = {}): Promise<TestApi> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-api-'));
  const env = testEnv({
    dataDir,
    databaseUrl: await testDatabaseUrl(),
    adminPassword: PASSWORD,
    maxCallsPerUser: 30,
    ...overrides,
  });
  const telephony = new FakeGateway();
  const provisioning = new FakeProvisioning(telephony);
  const recorder = new FakeRecorder(telephony);
  const module = await Test.createTestingModule({ imports: [AppModule.forRoot(env)] })
    .overrideProvider(TelephonyEngine)
    .useValue({ gateway: telephony, provisioning, recorder })
    .compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: ['error', 'warn'] });
  configureApp(app);
  await app.listen(0, '127.0.0.1');
  telephony.connect();

  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new ApiClient(url);
  const admin = await signIn(client, env.adminUsername, PASSWORD);
  const clients: ApiClient[] = [client, admin];

  return {
    app,
    url,
    env,
    telephony,
    provisioning,
    recorder,
    client,
    admin,
    dataSource: app.get(DataSource),
    user: async (role, extension) => {
      const username = `u${randomUUID().slice(0, 8)}`;
      const { createUser } = await admin.ask<{ createUser: { id: string } }>(
        `mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on User { id } ... on OperationError { errorCode message field } } }`,
        { input: { username, password: PASSWORD, role, extension } },
      );
      if (!createUser.id) throw new Error(`No user was made: ${JSON.stringify(createUser)}`);
      const signedIn = await signIn(client, username, PASSWORD);
      clients.push(signedIn);
      return { client: signedIn, id: createUser.id, username };
    },
    stop: async () => {
      await Promise.all(clients.map((each) => each.close()));
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
