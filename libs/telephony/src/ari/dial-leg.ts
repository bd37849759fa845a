import { parseDialString } from '../dial-string.js';
import { TelephonyError, type DialLegRequest, type TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { readChannel } from './ari-payloads.js';
import type { LegBook, LegEntry } from './leg-book.js';
import { APP } from './stasis-app.js';
import { endOfLostLeg, newLeg } from './to-telephony-event.js';
import { loginOf } from './trunk-login.js';

/** Asterisk takes some ms; more means that it is in trouble. */
const ENTRY_LIMIT_MS = 5_000;
/** Q.850: the called party rang, and nobody answered. */
const NO_ANSWER = '19';
/** After a time-out the command may still be carried out later: the leg is looked for and removed at these times. */
const SWEEP_MS = [1_000, 5_000, 30_000];
const ID = /^[\w-]{1,100}$/;
/** A leg that came by itself has Asterisk's own id: its name, a time and a count. */
const LEG_ID = /^[\w.-]{1,150}$/;

/**
 * Makes the channel, waits until it is in the application (before that it can be neither joined nor dialled), joins it to the conversation and
 * dials. When a step fails the channel is removed again and nothing is told of it.
 * @param beforeDial gets the Call-ID that the leg's INVITE will have
 * @throws {TelephonyError}
 */
export async function dialLeg(
  api: AriApi,
  legs: LegBook,
  request: DialLegRequest,
  tell: (event: TelephonyEvent) => void,
  beforeDial: (sipCallId: string) => void = () => undefined,
): Promise<void> {
  const { legId, conversationId, timeoutSeconds } = request;
  const create = await createParameters(api, request);
  if (legs.get(legId)) throw new TelephonyError(`A leg ${legId} lives already`, 409, 'dialLeg');
  const entry = legs.add(legId, newLeg(), true);
  const entered = legs.entry(legId, ENTRY_LIMIT_MS);
  entered.catch(() => undefined);
  let isCreated = false;
  try {
    const channel = readChannel(await api.call('channels', 'create', create));
    isCreated = true;
    await entered;
    if (conversationId !== undefined) {
      // Inhibited: otherwise the customer's leg would take over the agent's number and name as its caller ID (docs/asterisk-notes.md).
      await api.call('bridges', 'addChannel', { bridgeId: conversationId, channel: legId, inhibitConnectedLineUpdates: true });
    }
    release(entry, tell);
    beforeDial(channel?.sipCallId ?? '');
    giveUpAfter(timeoutSeconds, api, legs, entry, legId);
    await api.call('channels', 'dial', { channelId: legId });
  } catch (error) {
    if (legs.get(legId) !== entry && isReleased(entry)) return; // It ended while it was being dialled, and that has been told.
    const isUnknown = error instanceof TelephonyError && error.status === 504;
    const isAnothers = !isCreated && !isUnknown;
    entry.memory = { ...entry.memory, isHangUpSent: true };
    if (isUnknown) sweep(api, legs, entry, legId, tell);
    else legs.remove(legId);
    if (!isAnothers && !isUnknown) await remove(api, legId);
    throw error;
  }
}

/** From here on its events are told, also those that came meanwhile. */
function release(entry: LegEntry, tell: (event: TelephonyEvent) => void): void {
  const held = entry.held ?? [];
  entry.held = undefined;
  for (const event of held) tell(event);
}

/**
 * Not by ARI's `timeout`: what that leaves on the channel is looked at whenever it is put into a bridge, and Asterisk crashes where it is hung up in that
 * moment (docs/asterisk-notes.md). While the app is away a leg that nobody answers is ended by its own longest time, or by the app that comes.
 */
function giveUpAfter(seconds: number, api: AriApi, legs: LegBook, entry: LegEntry, legId: string): void {
  entry.givingUp = setTimeout(() => {
    if (legs.get(legId) !== entry || entry.memory.hasAnswered) return;
    void api.call('channels', 'hangup', { channelId: legId, reason_code: NO_ANSWER }).catch(() => undefined);
  }, seconds * 1000).unref();
}

const isReleased = (entry: LegEntry): boolean => entry.held === undefined;

async function remove(api: AriApi, legId: string): Promise<void> {
  await api.call('channels', 'hangup', { channelId: legId, reason_code: '16' }).catch(() => undefined);
}

/** Nobody knows what became of it: it is hung up whenever it appears. Its end is told, by Asterisk or at last by us. */
function sweep(api: AriApi, legs: LegBook, entry: LegEntry, legId: string, tell: (event: TelephonyEvent) => void): void {
  release(entry, tell);
  SWEEP_MS.forEach((delay, index) => {
    setTimeout(() => {
      if (legs.get(legId) !== entry) return;
      void remove(api, legId).then(() => {
        if (index < SWEEP_MS.length - 1 || legs.get(legId) !== entry) return;
        legs.remove(legId);
        tell(endOfLostLeg(entry.memory, legId, new Date()));
      });
    }, delay).unref();
  });
}

/** @throws {TelephonyError} 400 when something in the request is not what it may be */
async function createParameters(api: AriApi, request: DialLegRequest): Promise<Record<string, unknown>> {
  const { legId, callId, dialString, callerId, callerName, maxSeconds, timeoutSeconds, autoAnswer, originatorLegId } = request;
  const target = parseDialString(dialString);
  const refuse = (what: string) => new TelephonyError(`dialLeg: ${what} is not allowed`, 400, 'dialLeg');
  if (!target) throw refuse(`the dial string ${JSON.stringify(dialString)}`);
  if (!ID.test(legId) || !ID.test(callId)) throw refuse('that id');
  if (originatorLegId !== undefined && !LEG_ID.test(originatorLegId)) throw refuse('that originator');
  if (callerId !== undefined && !/^\+?\d{1,32}$/.test(callerId)) throw refuse('that caller ID');
  if (!isSeconds(maxSeconds) || !isSeconds(timeoutSeconds)) throw refuse('that time');
  // With none at all Asterisk would say "Anonymous", and many providers refuse that.
  const shown = callerId ?? ('trunkName' in target ? await loginOf(api, target.trunkName) : undefined);
  return {
    endpoint: dialString,
    app: APP,
    appArgs: `dialed,${callId}`,
    channelId: legId,
    originator: originatorLegId,
    variables: {
      TRUNKLINE_CALL: callId,
      TRUNKLINE_LEG: legId,
      'CHANNEL(accountcode)': callId,
      'TIMEOUT(absolute)': String(maxSeconds),
      // The party that a channel is connected to is what its INVITE says it is from. CALLERID would be its own number.
      ...(shown !== undefined && { 'CONNECTEDLINE(num)': shown }),
      ...(callerName !== undefined && { 'CONNECTEDLINE(name)': plainName(callerName) }),
      // So that the dialplan, which counts by it while the app is away, counts this leg too.
      ...('trunkName' in target && { 'GROUP(trunk)': target.trunkName }),
      ...('phoneId' in target && { 'PJSIP_TRANSFER_HANDLING()': 'ari-only', 'PJSIP_HEADER(add,X-Trunkline-Call)': callId }),
      ...(autoAnswer === true && { 'PJSIP_HEADER(add,Alert-Info)': '<http://localhost>;info=alert-autoanswer;delay=0' }),
    },
  };
}

const isSeconds = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 1_000_000;

/** Letters, digits and plain punctuation of any script: no quotes, brackets, commas or line ends, which would mean something in a header. */
const plainName = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N} .'_-]/gu, '').slice(0, 80);
