/** What is done with an answered call over the public GraphQL API (contract/calls.graphql), and what it answers. */
import type { ApiClient } from '../support/graphql-client.js';
import { accepted, type CallView, type Refusal } from './operations.js';

export interface ControlledCall extends CallView {
  onHold: boolean;
  muted: boolean;
  transfer: { to: string; attended: boolean; state: string } | null;
}

const fields = `id direction from to trunkName state outcome createdAt ringingAt answeredAt endedAt talkSeconds sequence onHold muted
  transfer { to attended state }
  agent { id extension } hangup { by cause sipCode reason }
  attempts { trunkName dialString startedAt endedAt sipCode cause }`;
const result = `{ ... on Call { ${fields} } ... on OperationError { errorCode message field } }`;

type Control = 'holdCall' | 'resumeCall' | 'muteCall' | 'unmuteCall' | 'completeTransfer' | 'cancelTransfer' | 'joinTransfer';

/** @throws where it is refused */
export async function control(client: ApiClient, what: Control, id: string): Promise<ControlledCall> {
  const answer = await client.ask<Record<string, ControlledCall | Refusal>>(
    `mutation ($id: ID!) { ${what}(id: $id) ${result} }`,
    {
      id,
    },
  );
  return accepted(answer[what] ?? nothing(what));
}

export async function sendDtmf(client: ApiClient, id: string, digits: string): Promise<ControlledCall | Refusal> {
  const document = `mutation ($id: ID!, $digits: String!) { sendDtmf(id: $id, digits: $digits) ${result} }`;
  const { sendDtmf: answer } = await client.ask<{ sendDtmf: ControlledCall | Refusal }>(document, { id, digits });
  return answer;
}

export async function transfer(
  client: ApiClient,
  id: string,
  input: { to: Record<string, string>; attended: boolean },
): Promise<ControlledCall | Refusal> {
  const document = `mutation ($id: ID!, $input: TransferInput!) { transferCall(id: $id, input: $input) ${result} }`;
  const { transferCall } = await client.ask<{ transferCall: ControlledCall | Refusal }>(document, { id, input });
  return transferCall;
}

export async function monitor(client: ApiClient, id: string, mode: string): Promise<ControlledCall | Refusal> {
  const document = `mutation ($id: ID!, $mode: MonitorMode!) { monitorCall(id: $id, mode: $mode) ${result} }`;
  const { monitorCall } = await client.ask<{ monitorCall: ControlledCall | Refusal }>(document, { id, mode });
  return monitorCall;
}

export interface QualityView {
  side: 'AGENT' | 'CUSTOMER';
  mos: number | null;
  jitterMs: number | null;
  lossPercent: number | null;
  roundTripMs: number | null;
}

export async function qualityOf(client: ApiClient, id: string): Promise<QualityView[] | null> {
  const document = `query ($id: ID!) { call(id: $id) { quality { side mos jitterMs lossPercent roundTripMs } } }`;
  const { call } = await client.ask<{ call: { quality: QualityView[] | null } }>(document, { id });
  return call.quality;
}

/** @throws where it is refused */
export async function reportQuality(client: ApiClient, id: string, input: Record<string, number>): Promise<void> {
  const document = `mutation ($id: ID!, $input: CallQualityInput!) { reportCallQuality(id: $id, input: $input) ${result} }`;
  const { reportCallQuality } = await client.ask<{ reportCallQuality: ControlledCall | Refusal }>(document, { id, input });
  accepted(reportCallQuality);
}

export async function controlledCall(client: ApiClient, id: string): Promise<ControlledCall> {
  const { call } = await client.ask<{ call: ControlledCall }>(`query ($id: ID!) { call(id: $id) { ${fields} } }`, { id });
  return call;
}

function nothing(what: string): never {
  throw new Error(`${what} answered nothing`);
}
