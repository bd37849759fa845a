import type { ArrivedLeg, TelephonyEvent } from '../telephony.gateway.js';
import { type AriChannel, asDate, asList, asNumber, asObject, asText, endpointOf, readChannel } from './ari-payloads.js';

/** What has to be remembered of a leg from one event to the next. */
export interface LegMemory {
  hasArrived: boolean;
  hasRung: boolean;
  hasEarlyMedia: boolean;
  hasAnswered: boolean;
  /** We asked for its end. */
  isHangUpSent: boolean;
  /** The first hang-up decides whose it was. */
  hangup?: { isSoft: boolean; cause: number | undefined };
}

export interface Translation {
  told: readonly TelephonyEvent[];
  /** What is known of the leg from now on; undefined once it has ended. */
  leg: LegMemory | undefined;
}

export const newLeg = (known: Partial<LegMemory> = {}): LegMemory => ({
  hasArrived: false,
  hasRung: false,
  hasEarlyMedia: false,
  hasAnswered: false,
  isHangUpSent: false,
  ...known,
});

/** Q.850: the dialled party did not answer in time. Only Asterisk's own timer gives it together with a soft hang-up. */
const NO_ANSWER = 19;
const NORMAL_CLEARING = 16;
const SOFT_HANGUP = 32;

/** The id of the leg that an event is about, or undefined if it is about none. */
export function legOf(event: unknown): string | undefined {
  const { channel, peer, referred_by: referredBy } = asObject(event);
  return (readChannel(channel) ?? readChannel(peer) ?? readChannel(asObject(referredBy)['source_channel']))?.id;
}

/**
 * What an event of Asterisk's means at the port. Pure: the same event and memory give the same answer, and nothing throws, whatever Asterisk
 * sends. A leg that is not known (undefined) is not ours, unless it arrives with this event.
 *
 * Order of a dialled leg's events: https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI/ and docs/asterisk-notes.md
 */
export function toTelephonyEvents(event: unknown, leg: LegMemory | undefined): Translation {
  const ari = asObject(event);
  const at = asDate(ari['timestamp']);
  const legId = legOf(event) ?? '';
  const nothing: Translation = { told: [], leg };

  switch (ari['type']) {
    case 'StasisStart':
      return leg ? nothing : arrival(ari, at);
    case 'PlaybackFinished': {
      const playback = asObject(ari['playback']);
      return { told: [{ type: 'played', at, playId: asText(playback['id']), ok: playback['state'] === 'done' }], leg };
    }
    default:
      if (!leg || legId === '') return nothing;
  }

  switch (ari['type']) {
    case 'ChannelStateChange': {
      const state = readChannel(ari['channel'])?.state;
      if (state === 'Ringing') return ringing(leg, legId, at);
      if (state === 'Up') return answered(leg, legId, at);
      return nothing;
    }
    case 'Dial':
      switch (ari['dialstatus']) {
        case 'RINGING':
          return ringing(leg, legId, at);
        case 'PROGRESS':
          if (leg.hasEarlyMedia || leg.hasAnswered) return nothing;
          return { told: [{ type: 'earlyMedia', at, legId }], leg: { ...leg, hasEarlyMedia: true } };
        case 'ANSWER':
          return answered(leg, legId, at);
        default:
          return nothing;
      }
    case 'ChannelTransfer':
      return { told: transferAsked(ari, legId, at), leg };
    case 'ChannelHold':
      return { told: [{ type: 'held', at, legId }], leg };
    case 'ChannelUnhold':
      return { told: [{ type: 'resumed', at, legId }], leg };
    case 'ChannelHangupRequest':
      return { told: [], leg: { ...leg, hangup: leg.hangup ?? { isSoft: ari['soft'] === true, cause: asNumber(ari['cause']) } } };
    case 'ChannelDestroyed':
      return { told: [ended(leg, legId, at, asNumber(ari['cause']), asNumber(ari['tech_cause']))], leg: undefined };
    default:
      return nothing;
  }
}

/** https://docs.asterisk.org/Latest_API/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_Data_Models/#channeltransfer */
function transferAsked(event: Readonly<Record<string, unknown>>, legId: string, at: Date): TelephonyEvent[] {
  const referTo = asObject(event['refer_to']);
  const to = asText(asObject(referTo['requested_destination'])['destination']);
  const other = readChannel(referTo['destination_channel'])?.id;
  return [{ type: 'transferAsked', at, legId, to, ...(other !== undefined && { otherLegId: other }) }];
}

/** The end of a leg whose ChannelDestroyed was never told (a leg that arrived, and was gone before it was subscribed to). */
export const endOfLostLeg = (leg: LegMemory, legId: string, at: Date): TelephonyEvent =>
  ended(leg, legId, at, leg.hangup?.cause, undefined);

function ringing(leg: LegMemory, legId: string, at: Date): Translation {
  if (leg.hasRung || leg.hasAnswered) return { told: [], leg };
  return { told: [{ type: 'ringing', at, legId }], leg: { ...leg, hasRung: true } };
}

function answered(leg: LegMemory, legId: string, at: Date): Translation {
  if (leg.hasAnswered) return { told: [], leg };
  return { told: [{ type: 'answered', at, legId }], leg: { ...leg, hasAnswered: true } };
}

function ended(leg: LegMemory, legId: string, at: Date, cause: number | undefined, sipCode: number | undefined): TelephonyEvent {
  const isDialTimeout = leg.hangup?.isSoft === true && !leg.isHangUpSent && cause === NO_ANSWER;
  const endedBy = isDialTimeout ? 'THEM' : whoEnded(leg);
  // Of an end that is ours, and of a leg that came to us, the code is what Asterisk said: not an answer of theirs.
  const isTheirCode = sipCode !== undefined && endedBy === 'THEM' && !isDialTimeout && !leg.hasArrived;
  return {
    type: 'ended',
    at,
    legId,
    cause: known(cause) ?? known(leg.hangup?.cause) ?? NORMAL_CLEARING,
    ...(isTheirCode && { sipCode }),
    endedBy,
  };
}

/** A BYE that gives no reason has the cause 0, and a hang-up that was asked for by software 32 (its own flag, no Q.850). */
const known = (cause: number | undefined): number | undefined => (cause === 0 || cause === SOFT_HANGUP ? undefined : cause);

function whoEnded(leg: LegMemory): 'US' | 'THEM' {
  if (leg.hangup) return leg.hangup.isSoft ? 'US' : 'THEM';
  // No hang-up was asked for by anybody: a leg that was answered ran into its time limit, any other was never accepted.
  return leg.isHangUpSent || leg.hasAnswered ? 'US' : 'THEM';
}

/** Whether a leg came to us by itself with this event. */
export const isArrival = (event: unknown): boolean =>
  asObject(event)['type'] === 'StasisStart' && arrival(asObject(event), new Date()).leg !== undefined;

/**
 * Arguments: "outbound", number, call id from the phones' context; "inbound", number, To, P-Called-Party-ID, CALLERID(num-pres) and Privacy (RFC 3323: both
 * may withhold the caller's number; the second is passed over by Asterisk where the trunk's identities are not trusted) from the trunks'.
 */
export function arrivedLeg(channel: AriChannel, args: readonly string[]): ArrivedLeg | undefined {
  const originId = endpointOf(channel.name);
  const [way, dialled = '', third = '', calledParty = '', presentation = '', privacy = ''] = args;
  if (originId === undefined || (way !== 'outbound' && way !== 'inbound')) return undefined;
  const common = { legId: channel.id, originId, dialled };
  return way === 'outbound'
    ? { ...common, origin: 'phone', ...(third !== '' && { callId: third }), callerId: channel.callerNumber }
    : {
        ...common,
        origin: 'trunk',
        ...(third !== '' && { to: third }),
        ...(calledParty !== '' && { calledParty }),
        callerId: presentation.startsWith('prohib') || /^(?!none)[a-z]/i.test(privacy) ? null : channel.callerNumber,
      };
}

function arrival(ari: Readonly<Record<string, unknown>>, at: Date): Translation {
  const channel = readChannel(ari['channel']);
  const leg = channel && arrivedLeg(channel, asList(ari['args']).map(asText));
  if (!channel || !leg) return { told: [], leg: undefined };
  return { told: [{ type: 'arrived', at, leg }], leg: newLeg({ hasArrived: true, hasAnswered: channel.state === 'Up' }) };
}
