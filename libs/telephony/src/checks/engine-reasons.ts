import { type Verdict as VerdictOf, verdictsOf } from '@app/common';

/** Why an Asterisk is not as it should be. A name stays the same from version to version; what is in braces are its facts. */
export const engineReasons = {
  ARI_NOT_OPEN: 'Can only be seen once ARI lets us in.',
  AMI_NOT_OPEN: 'Can only be seen once AMI lets us in.',
  AMI_CONFIG_RIGHT_MISSING: 'Can only be seen once the AMI user {user} has the right config.',

  ARI_REFUSED: 'ARI at {url} refuses the user {user}: its name or password is another one there.',
  ARI_CLOSED: 'Nothing answers at {url}: Asterisk does not run, or its HTTP server listens elsewhere.',
  ARI_STRANGE: '{url} answers with {status} where ARI should be: correct ASTERISK_ARI_URL, or turn ARI on.',
  AMI_REFUSED: 'AMI at {address} refuses the user {user}: name or password differ, or it may not come from this address.',
  AMI_CLOSED: 'Nothing answers at {address}: AMI is off, or listens elsewhere (ASTERISK_AMI_HOST, ASTERISK_AMI_PORT).',
  ASTERISK_TOO_OLD: 'Asterisk {version} is too old: {floor} is the first that Trunkline works with.',
  ASTERISK_VERSION_UNKNOWN: 'Asterisk does not tell its version: {floor} is the first that Trunkline works with.',
  ASTERISK_CLOCK_AHEAD: "Asterisk's clock is {seconds} s ahead of ours: times of calls would be wrong.",
  ASTERISK_CLOCK_BEHIND: "Asterisk's clock is {seconds} s behind ours: times of calls would be wrong.",

  ARI_USER_READS_ONLY: 'The ARI user {user} may only read: no call can be made.',
  AMI_RIGHTS_MISSING: 'The AMI user {user} may not use {actions}.',
  AMI_USER_NOT_SHOWN: 'manager.conf shows no user {user}: whether registrations are told could not be seen.',
  AMI_EVENTS_MISSING: 'The AMI user {user} is not told of registrations: its read classes are {classes}.',
  AMI_EVENTS_NONE: 'The AMI user {user} is not told of registrations: it has no read classes.',
  AMI_RIGHTS_UNUSED: 'The AMI user {user} may also use {actions}, which nothing here needs.',

  MODULES_MISSING: 'These modules do not run: {modules}.',
  SOUNDS_MISSING: 'Asterisk has no sound files: announcements would be silent.',
  STRANGERS_LET_IN: 'Unknown callers are let in: there is an endpoint [anonymous].',
  ANONYMOUS_ENDPOINT: 'There is an endpoint [anonymous]: it lets everybody in as soon as its module is loaded.',

  BROWSER_TRANSPORT_MISSING: "pjsip.conf has no transport [{transport}]: browsers' phones can not be used.",
  TRUNK_TRANSPORT_MISSING: 'pjsip.conf has no transport [{transport}]: trunks over {protocol} can not be used.',
  WEBSOCKET_ON_LOOPBACK: '[{transport}] is bound to {address}: browsers elsewhere would hear nothing.',
  EXTERNAL_ADDRESS_NOT_TOLD:
    '[{transport}] does not tell providers {address} (EXTERNAL_ADDRESS): they would send sound elsewhere.',
  CALLERS_TOLD_BY_NAME: 'Callers are told in the order {order}: a name in a header may be believed before an address.',
  ICE_OFF: 'ICE is off: calls of browsers are answered and silent.',
  RTP_PORTS_TOO_FEW: 'RTP has {ports} ports ({start} to {end}), and {calls} calls (MAX_CALLS) need {needed}.',
  HTTP_SESSIONS_TOO_FEW: 'The HTTP server holds {limit} sessions: one more phone, and phones and the api are cut off.',

  SORCERY_INCOMPLETE: 'sorcery.conf has no place for {types}: no trunk and no phone can be made.',
  PUSHING_REFUSED:
    'Asterisk does not take what is pushed (it answered {status}): see sorcery.conf, and the rights of the ARI user.',
  RECORDINGS_FOLDER_MISSING: 'Asterisk has no folder for recordings: calls would not be recorded.',
  CEL_OFF: 'Asterisk keeps no books of its own (CEL): calls that end while the api is away can not be booked with their times.',
  CEL_EVENTS_MISSING:
    "Asterisk's own books (CEL) lack events: calls that end while the api is away can not be booked with their times.",
  CEL_NOT_STORED:
    "Asterisk's own books (CEL) go nowhere: calls that end while the api is away can not be booked with their times.",
  HEP_NOT_HEARD: 'The api hears no SIP messages: the reasons of refusals stay unknown.',
  HEP_HEARD_LOCALLY:
    'The api hears SIP messages of this machine alone, and Asterisk is on another: the reasons of refusals stay unknown.',
  HEP_NOT_SENT: 'Asterisk copies no SIP messages to the api: the reasons of refusals stay unknown.',
  HEP_SENT_ELSEWHERE:
    'Asterisk copies its SIP messages elsewhere, or with another password: the reasons of refusals stay unknown.',
  TONES_MISSING: 'indications.conf has no tones: agents would not hear it ringing.',

  OUTBOUND_NOT_INCLUDED: '{file} has no [{section}]: phones can not dial.',
  INBOUND_NOT_INCLUDED: '{file} has no [{section}]: calls over trunks do not come in.',
  NETWORKS_NOT_INCLUDED: 'acl.conf does not include the networks of desk phones: none of them can register.',
  DEFAULT_CONTEXT: 'There is a context [default]: what nobody thought of would be dialled by it.',
  LIVES_DANGEROUSLY: 'live_dangerously is on: who may use ARI or AMI runs programs on that machine.',
} as const satisfies Record<string, string>;

export type EngineReason = keyof typeof engineReasons;
export type Verdict = VerdictOf<EngineReason>;

export const { warning, failure, unknown } = verdictsOf(engineReasons);
