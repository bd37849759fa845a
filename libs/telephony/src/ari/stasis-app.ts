import type { AriApi } from './ari-api.js';

/** The name under which Asterisk gives legs to us; the dialplan's Stasis(trunkline,…) names it too. */
export const APP = 'trunkline';

/** Asterisk says it of channels by which sound of ours comes in: they are nobody's leg. */
export const SOUND = 'sound';

/** Bridges of ours carry it, so that they can be told from those that Asterisk makes for itself. */
export const BRIDGE_NAME = 'trunkline';

/** What somebody reads; Asterisk sends nothing else (about a third of what it would). */
const WANTED_EVENTS = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelHold',
  'ChannelUnhold',
  'ChannelTransfer',
  'ChannelDestroyed',
  'Dial',
  'PlaybackFinished',
  'ApplicationReplaced',
] as const;

/** Asks Asterisk for these events alone, on the stream that is open. @throws {TelephonyError} */
export async function chooseEvents(api: AriApi): Promise<void> {
  const allowed = WANTED_EVENTS.map((type) => ({ type }));
  await api.call('applications', 'filter', { applicationName: APP, filter: { allowed } });
}
