/** The name under which Asterisk gives legs to us; the dialplan's Stasis(trunkline,…) names it too. */
export const APP = 'trunkline';

/** Bridges of ours carry it, so that they can be told from those that Asterisk makes for itself. */
export const BRIDGE_NAME = 'trunkline';

/** What somebody reads; Asterisk sends nothing else (about a third of what it would). */
export const WANTED_EVENTS = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'Dial',
  'PlaybackFinished',
  'ApplicationReplaced',
] as const;
