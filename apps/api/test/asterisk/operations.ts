/** What these tests ask of the public GraphQL API (contract/core.graphql), and what it answers. */
import { ApiClient } from '../support/graphql-client.js';

export interface Refusal {
  errorCode: string;
  message: string;
  field: string | null;
}

export interface AttemptView {
  trunkName: string;
  dialString: string;
  startedAt: string;
  endedAt: string | null;
  sipCode: number | null;
  cause: number | null;
  reason: string | null;
  advice: string | null;
}

export interface CallView {
  id: string;
  direction: 'OUTBOUND' | 'INBOUND' | 'INTERNAL';
  from: string | null;
  to: string;
  trunkName: string | null;
  agent: { id: string; extension: string | null } | null;
  state: 'DIALING' | 'RINGING' | 'ANSWERED' | 'ENDED';
  outcome: string | null;
  hangup: { by: string | null; cause: number | null; sipCode: number | null; reason: string | null } | null;
  attempts: AttemptView[];
  createdAt: string;
  ringingAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  talkSeconds: number | null;
  sequence: number;
}

export interface TrunkView {
  id: string;
  name: string;
  activeCalls: number;
  restsUntil: string | null;
  registration: { state: string; sipCode: number | null; reason: string | null; problem: string | null };
}

const callFields = `id direction from to trunkName state outcome createdAt ringingAt answeredAt endedAt talkSeconds sequence
  agent { id extension } hangup { by cause sipCode reason }
  attempts { trunkName dialString startedAt endedAt sipCode cause reason advice }`;
const trunkFields = 'id name activeCalls restsUntil registration { state sipCode reason problem }';
const refusal = '... on OperationError { errorCode message field }';

export const operations = {
  login: `mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } ${refusal} } }`,
  originateCall: `mutation ($input: OriginateCallInput!) { originateCall(input: $input) { ... on Call { ${callFields} } ${refusal} } }`,
  hangupCall: `mutation ($id: ID!) { hangupCall(id: $id) { ... on Call { ${callFields} } ${refusal} } }`,
  call: `query ($id: ID!) { call(id: $id) { ${callFields} } }`,
  calls: `query ($filter: CallFilter, $first: Int!) { calls(filter: $filter, first: $first) { items { ${callFields} } nextCursor } }`,
  activeCalls: `query { activeCalls { ${callFields} } }`,
  callUpdated: `subscription ($id: ID, $afterSequence: Int) { callUpdated(id: $id, afterSequence: $afterSequence) { ${callFields} } }`,
  trunk: `query ($id: ID!) { trunk(id: $id) { ${trunkFields} } }`,
  trunks: `query { trunks { ${trunkFields} } }`,
  trunkUpdated: `subscription ($id: ID) { trunkUpdated(id: $id) { ${trunkFields} } }`,
  createTrunk: `mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { ${trunkFields} } ${refusal} } }`,
  updateTrunk: `mutation ($id: ID!, $input: UpdateTrunkInput!) { updateTrunk(id: $id, input: $input) { ... on Trunk { ${trunkFields} } ${refusal} } }`,
  deleteTrunk: `mutation ($id: ID!) { deleteTrunk(id: $id) { ... on Trunk { ${trunkFields} } ${refusal} } }`,
  createUser: `mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on User { id extension } ${refusal} } }`,
  createApiToken: `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { ... on CreatedApiToken { token } ${refusal} } }`,
  createDeskPhone: `mutation ($userId: ID!) {
    createDeskPhoneCredentials(userId: $userId) { ... on DeskPhoneCredentials { server port username password } ${refusal} }
  }`,
  user: `query ($id: ID!) { user(id: $id) { id softphoneOnline } }`,
} as const;

/** A member of a result union that is no refusal. @throws where it is one */
export function accepted<T extends object>(result: T | Refusal): T {
  if ('errorCode' in result) throw new Error(`Refused: ${result.errorCode} ${result.message} (${result.field ?? 'no field'})`);
  return result;
}

/** A client of that user's. @throws where the password is wrong */
export async function signIn(url: string, username: string, password: string): Promise<ApiClient> {
  const anybody = new ApiClient(url);
  const { login } = await anybody.ask<{ login: { accessToken: string } | Refusal }>(operations.login, {
    input: { username, password },
  });
  return anybody.as(accepted(login).accessToken);
}
