import type { Stack } from './stack.js';

const originate = `mutation ($input: OriginateCallInput!) {
  originateCall(input: $input) { ... on Call { id } ... on OperationError { message } }
}`;
const standing = 'query ($id: ID!) { call(id: $id) { state recording { id } } }';

interface Standing {
  state: string;
  recording: { id: string } | null;
}

const patienceMs = 60_000;
const askEveryMs = 200;

/** A call that needs no person: the other side hears a sound. Followed until `is` says so of it; its id. */
export async function placedCall(stack: Stack, to: string, sound: string, is: (call: Standing) => boolean): Promise<string> {
  const input = { to, connect: { announcement: `sound:${sound}` } };
  const { originateCall } = await stack.asAdmin<{ originateCall: { id?: string; message?: string } }>(originate, { input });
  const { id } = originateCall;
  if (!id) throw new Error(`${to} was not called: ${originateCall.message}`);
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const { call } = await stack.asAdmin<{ call: Standing }>(standing, { id });
    if (is(call)) return id;
    await new Promise((wait) => setTimeout(wait, askEveryMs));
  }
  throw new Error(`The call to ${to} did not come so far.`);
}

export const isOver = ({ state }: Standing) => state === 'ENDED';
export const isRecorded = ({ recording }: Standing) => recording !== null;
