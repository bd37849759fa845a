import type { LiveLeg } from '../telephony.gateway.js';
import { unlessGone } from '../unless.js';
import { type AriBridge, type AriChannel, asList, asObject, readBridge, readChannel } from './ari-payloads.js';
import type { AriApi } from './ari-api.js';
import type { LegBook } from './leg-book.js';
import { APP, BRIDGE_NAME, SOUND } from './stasis-app.js';
import { arrivedLeg, newLeg } from './to-telephony-event.js';

/** Every leg that Asterisk has for us, with its call and conversation. @throws {TelephonyError} */
export async function readLiveLegs(api: AriApi, legs: LegBook): Promise<LiveLeg[]> {
  const [channels, bridges] = await Promise.all([readChannels(api), readBridges(api)]);
  return channels
    .filter((channel) => isOurs(channel) || legs.get(channel.id) !== undefined)
    .map((channel) => toLiveLeg(channel, bridges));
}

/** @throws {TelephonyError} */
export async function readLiveConversations(api: AriApi): Promise<string[]> {
  return (await readBridges(api)).filter((bridge) => bridge.name === BRIDGE_NAME).map((bridge) => bridge.id);
}

/** Every answer to an INVITE leaves its cause on the channel, a 100 too: one without any has had none, or was never sent. @throws {TelephonyError} */
export async function readUnheardLegs(api: AriApi, legIds: readonly string[]): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(
    legIds.map((channelId) => unlessGone(api.call('channels', 'getChannelVar', { channelId, variable: 'HANGUPCAUSE_KEYS()' }))),
  );
  return new Set(legIds.filter((_, index) => asObject(answers[index])['value'] === ''));
}

/**
 * Makes the book what Asterisk has: after a gap nothing is told again. Legs that are gone leave it without an event (whoever reconciles finds
 * them missing in liveLegs), and those that arrived are subscribed to again.
 * @throws {TelephonyError}
 */
export async function rememberLegs(api: AriApi, legs: LegBook): Promise<void> {
  const channels = await readChannels(api);
  const live = new Map(channels.map((channel) => [channel.id, channel]));
  for (const legId of legs.ids()) if (!live.has(legId)) legs.remove(legId, 'it was gone when Asterisk was back');
  for (const channel of channels.filter((each) => isOurs(each) || legs.get(each.id) !== undefined)) {
    const known = legs.get(channel.id);
    const hasArrived = known?.memory.hasArrived ?? !channel.appData.startsWith(`${APP},dialed`);
    const memory = {
      ...(known?.memory ?? newLeg()),
      hasArrived,
      hasRung: (known?.memory.hasRung ?? false) || channel.state === 'Ringing',
      hasAnswered: channel.state === 'Up',
    };
    if (known) known.memory = memory;
    else legs.add(channel.id, memory, false);
    if (hasArrived)
      await api
        .call('applications', 'subscribe', { applicationName: APP, eventSource: `channel:${channel.id}` })
        .catch(() => undefined);
  }
}

const isOurs = (channel: AriChannel): boolean =>
  (channel.appName === 'Stasis' &&
    channel.appData !== `${APP},${SOUND}` &&
    (channel.appData === APP || channel.appData.startsWith(`${APP},`))) ||
  channel.variables['TRUNKLINE_LEG'] === channel.id;

function toLiveLeg(channel: AriChannel, bridges: readonly AriBridge[]): LiveLeg {
  const arrival = channel.appData.startsWith(`${APP},`) ? arrivedLeg(channel, channel.appData.split(',').slice(1)) : undefined;
  return {
    legId: channel.id,
    // The account code is in every channel that Asterisk lists; the variable only where ari.conf says so (channelvars).
    callId: channel.variables['TRUNKLINE_CALL'] || channel.accountcode || null,
    state: channel.state === 'Up' ? 'ANSWERED' : channel.state === 'Ringing' ? 'RINGING' : 'DIALING',
    conversationId: bridges.find((bridge) => bridge.name === BRIDGE_NAME && bridge.channels.includes(channel.id))?.id ?? null,
    createdAt: channel.createdAt,
    ...(arrival && { arrival }),
  };
}

async function readChannels(api: AriApi): Promise<AriChannel[]> {
  return asList(await api.call('channels', 'list')).flatMap((channel) => readChannel(channel) ?? []);
}

async function readBridges(api: AriApi): Promise<AriBridge[]> {
  return asList(await api.call('bridges', 'list')).flatMap((bridge) => readBridge(bridge) ?? []);
}
