import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Get, Param } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiExceptionFilter, CommonModule, DateTimeScalar, InputPipe } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { PASSWORD } from '../test/given-auth.js';
import { Allow, CurrentPrincipal, Public } from './access.decorators.js';
import { AuditEntry } from './audit-entry.entity.js';
import { authEntities, AuthModule } from './auth.module.js';
import type { Principal, RequestContext } from './principal.js';
import type { Role } from './role.js';

/** One door of each kind. */
@Controller('doors')
class Doors {
  @Public()
  @Get('open')
  open(): string {
    return 'open';
  }

  @Get('signed-in')
  signedIn(@CurrentPrincipal() { user }: Principal): string {
    return user.username;
  }

  @Allow('people.write')
  @Get('admins/:what')
  admins(@Param('what') what: string): string {
    return what;
  }
}

let app: NestExpressApplication;
let url: string;
beforeAll(async () => {
  const env = testEnv({ adminPassword: PASSWORD });
  const database = { type: 'postgres' as const, url: await testDatabaseUrl(), entities: authEntities, synchronize: true };
  const graphql: ApolloDriverConfig = {
    driver: ApolloDriver,
    autoSchemaFile: true,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    context: ({ req, res }: RequestContext) => ({ req, res }),
    buildSchemaOptions: { scalarsMap: [{ type: Date, scalar: DateTimeScalar }] },
  };
  const module = await Test.createTestingModule({
    imports: [CommonModule.forRoot(env), TypeOrmModule.forRoot(database), GraphQLModule.forRoot(graphql), AuthModule],
    controllers: [Doors],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>({ logger: ['error'] });
  app.set('trust proxy', ['loopback']);
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ApiExceptionFilter());
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(() => app?.close());

interface Answer {
  data: Record<string, Record<string, unknown> | null> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

async function graphql(query: string, headers: Record<string, string> = {}, variables: object = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { ...((await response.json()) as Answer), cookies: response.headers.getSetCookie() };
}

const SIGNED_IN = '... on Session { accessToken expiresAt user { username } } ... on OperationError { errorCode field }';
const login = (headers = {}, username = 'admin', password = PASSWORD) =>
  graphql(`mutation ($input: LoginInput!) { login(input: $input) { ${SIGNED_IN} } }`, headers, { input: { username, password } });
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });
const asAdmin = async () => bearer((await login()).data!['login']!['accessToken']);
const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);

async function tokenOf(role: `${Role}`): Promise<Record<string, string>> {
  const username = `u${randomUUID().slice(0, 8)}`;
  const input = { username, password: PASSWORD, role };
  await graphql(
    `
      mutation ($input: CreateUserInput!) {
        createUser(input: $input) {
          __typename
        }
      }
    `,
    await asAdmin(),
    { input },
  );
  return bearer((await login({}, username)).data!['login']!['accessToken']);
}

describe('the door', () => {
  it.each([
    ['nothing', {}],
    ['no Bearer', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a made-up JWT', bearer('eyJhbGciOiJub25lIn0.e30.')],
    ['a made-up API token', bearer('tl_made-up')],
  ])('should be shut for %s, whatever is asked', async (_what, headers) => {
    const query = 'mutation { createUser(input: { username: "", password: "" }) { __typename } }';
    expect(codes(await graphql(query, headers))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await graphql('{ me { id } users { id } }', headers))).toContain('UNAUTHENTICATED');
    for (const path of ['signed-in', 'admins/x']) {
      const response = await fetch(`${url}/doors/${path}`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect((await fetch(`${url}/doors/open`, { headers })).status).toBe(200);
  });

  it('should say who came in, over both ways', async () => {
    const headers = await asAdmin();
    expect((await graphql('{ me { username softphone: extension } }', headers)).data).toEqual({
      me: { username: 'admin', softphone: '201' },
    });
    expect(await (await fetch(`${url}/doors/signed-in`, { headers })).text()).toBe('admin');
  });

  it('should ask for the right, and write a refusal down once a minute', async () => {
    const headers = await tokenOf('SUPERVISOR');
    for (let turn = 0; turn < 3; turn += 1) {
      expect(codes(await graphql('{ apiTokens { id } }', headers))).toEqual(['FORBIDDEN']);
      expect((await fetch(`${url}/doors/admins/x`, { headers })).status).toBe(403);
    }
    expect((await fetch(`${url}/doors/admins/x`, { headers: await asAdmin() })).status).toBe(200);
    const lines = await app.get(DataSource).manager.findBy(AuditEntry, { action: 'access.refused' });
    expect(lines.map(({ subject }) => subject).sort()).toEqual(['apiTokens.write', 'people.write']);
  });
});

describe('the refresh cookie', () => {
  it('should be out of reach of scripts and other sites, and secure behind https', async () => {
    const [plain] = (await login()).cookies;
    expect(plain).toMatch(/^trunkline_refresh_3000=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    const [secure] = (await login({ 'x-forwarded-proto': 'https' })).cookies;
    expect(secure).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('should give the next session, rotate, and be worth nothing after logout', async () => {
    const refresh = (cookie: string) => graphql(`mutation { refreshSession { ${SIGNED_IN} } }`, { cookie });
    const cookieOf = ({ cookies }: { cookies: string[] }) => cookies[0]!.split(';')[0]!;
    const first = cookieOf(await login());
    const refreshed = await refresh(first);
    const second = cookieOf(refreshed);
    expect(second).not.toBe(first);
    const headers = bearer(refreshed.data!['refreshSession']!['accessToken']);
    const out = await graphql('mutation { logout { username } }', { ...headers, cookie: second });
    expect(out.data).toEqual({ logout: { username: 'admin' } });
    expect(out.cookies[0]).toMatch(/^trunkline_refresh_3000=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await refresh(second)).data).toEqual({ refreshSession: { errorCode: 'INVALID_CREDENTIALS', field: null } });
    expect(codes(await graphql('{ me { id } }', headers))).toEqual(['UNAUTHENTICATED']);
  });

  it('should not be set by a refusal', async () => {
    const refused = await login({}, 'admin', 'wrong');
    expect(refused.data).toEqual({ login: { errorCode: 'INVALID_CREDENTIALS', field: null } });
    expect(refused.cookies).toEqual([]);
  });
});

describe('inputs over GraphQL', () => {
  const update = async (id: string, input: string) =>
    graphql(
      `mutation { updateUser(id: "${id}", input: ${input}) { ... on User { displayName role enabled extension } ... on OperationError { errorCode field } } }`,
      await asAdmin(),
    );
  const create = async (input: object) =>
    graphql(
      `
        mutation ($input: CreateUserInput!) {
          createUser(input: $input) {
            ... on User {
              id
              role
              displayName
            }
            ... on OperationError {
              errorCode
              field
            }
          }
        }
      `,
      await asAdmin(),
      { input },
    );

  it('should have the defaults of the contract', async () => {
    const { data } = await create({ username: 'defaults', password: PASSWORD });
    expect(data!['createUser']).toMatchObject({ role: 'AGENT', displayName: 'defaults' });
  });

  it.each([
    ['{ displayName: null }', 'input.displayName'],
    ['{ role: null }', 'input.role'],
    ['{ enabled: null }', 'input.enabled'],
    ['{ password: null }', 'input.password'],
    ['{ extension: "0123" }', 'input.extension'],
    ['{ displayName: "a\\r\\nb" }', 'input.displayName'],
  ])('should refuse the update %s', async (input, field) => {
    const id = String(
      (await create({ username: `n${randomUUID().slice(0, 8)}`, password: PASSWORD })).data!['createUser']!['id'],
    );
    expect((await update(id, input)).data).toEqual({ updateUser: { errorCode: 'INVALID_INPUT', field } });
  });

  it('should leave alone what is not said, and clear the extension with null', async () => {
    const { data } = await create({ username: 'whole', password: PASSWORD, displayName: 'Whole', extension: '4444' });
    const id = String(data!['createUser']!['id']);
    const whole = { displayName: 'Whole', role: 'AGENT', enabled: true, extension: '4444' };
    expect((await update(id, '{}')).data).toEqual({ updateUser: whole });
    expect((await update(id, '{ displayName: "New" }')).data).toEqual({ updateUser: { ...whole, displayName: 'New' } });
    expect((await update(id, '{ extension: null }')).data).toEqual({
      updateUser: { ...whole, displayName: 'New', extension: null },
    });
  });

  it('should be refused before anything else when they hurt', async () => {
    const refused = await create({ username: 'a\0b', password: PASSWORD });
    expect(refused.data).toEqual({ createUser: { errorCode: 'INVALID_INPUT', field: 'input.username' } });
    expect(codes(await update('\\u0000', '{}'))).toEqual(['NOT_FOUND']);
    expect((await graphql('{ user(id: "\\u0000") { id } }', await asAdmin())).data).toEqual({ user: null });
  });
});
