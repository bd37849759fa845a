/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Who called whom. */
export type CallDirection =
  | 'INBOUND'
  | 'INTERNAL'
  | 'OUTBOUND';

/** Why the call ended. */
export type CallOutcome =
  /** Inbound only: the caller hung up before a person of ours answered. */
  | 'ABANDONED'
  /** The far party was busy. */
  | 'BUSY'
  /** Outbound only: ended on our side before the far party answered, also when the agent's phone did not answer. */
  | 'CANCELED'
  /** The parties talked. */
  | 'COMPLETED'
  /** Trunk, network, Asterisk or provider error. */
  | 'FAILED'
  /** The provider says that there is no such number. */
  | 'INVALID_NUMBER'
  /** Nobody answered in time. */
  | 'NO_ANSWER'
  /** The far party or the provider declined. */
  | 'REJECTED';

/** DIALING -> RINGING -> ANSWERED -> ENDED. Any state may go straight to ENDED; RINGING may be skipped; a state never goes back. OUTBOUND: the far party's state; while only the agent's own phone rings, the call is DIALING. */
export type CallState =
  | 'ANSWERED'
  | 'DIALING'
  | 'ENDED'
  | 'RINGING';

/** Whom the far party is connected to: exactly one. Leave `connect` out for the caller's own softphone. */
export type ConnectInput =
  {   /** An agent's softphone, rung first */
  agentId: string | number; announcement?: never; phone?: never; }
  |  { agentId?: never;   /** Played to the far party; the call ends when it ends. sound:NAME of a sound that Asterisk has ([a-z0-9/_-]{1,80}, no ..), or recording:<id> of one that the caller may hear. */
  announcement: string; phone?: never; }
  |  { agentId?: never; announcement?: never;   /** A phone, rung first through a trunk */
  phone: string; };

/** A new trunk. */
export type CreateTrunkInput = {
  /** Digits only, 3 to 15 each; at most 100. */
  allowedCallerIds?: Array<string>;
  /** REGISTRATION needs username and password. */
  authMode?: TrunkAuthMode;
  /** What is signed in with, where it is not username. */
  authUsername?: string | null | undefined;
  /** Digits only, 3 to 15. */
  callerId?: string | null | undefined;
  /** Where the provider reads the caller ID. */
  callerIdHeader?: TrunkCallerIdHeader;
  /** alaw, ulaw, g722, gsm, opus; offered in this order. */
  codecs?: Array<string>;
  /** How pressed digits travel. */
  dtmfMode?: TrunkDtmfMode;
  /** Whether it registers and carries calls. */
  enabled?: boolean;
  /** 60 to 7200: for how many seconds the registration is asked for. */
  expirySeconds?: number;
  /** The domain in From; default: our own address. */
  fromDomain?: string | null | undefined;
  /** Always stands in From, whatever the caller ID. */
  fromUser?: string | null | undefined;
  /** Addresses and networks that the provider's calls come from, besides the server's; at most 50. */
  inboundAddresses?: Array<string>;
  /** At most so many calls at once; null for no limit. */
  maxChannels?: number | null | undefined;
  /** Whether the voice is encrypted (SRTP). Only with the transport TLS. */
  mediaEncryption?: TrunkMediaEncryption;
  /** 1 to 40 characters of A-Z a-z 0-9 _ -, a letter first; not a word that Asterisk keeps (anonymous, system, global, transport names) */
  name: string;
  /** How the provider wants numbers written. */
  numberFormat?: TrunkNumberFormat;
  /** Everything is sent there instead of to the server: host or host:port. */
  outboundProxy?: string | null | undefined;
  /** Write-only: no query returns it. Printable ASCII, at most 128 characters. */
  password?: string | null | undefined;
  /** 1 to 65535. */
  port?: number;
  /** 0 to 1000000; lower is tried first. */
  priority?: number;
  /** Whether the server is asked now and then if it is there (OPTIONS). */
  qualify?: boolean;
  /** A host name, an IPv4 or an IPv6 address; the port has a field of its own. */
  server: string;
  /** How SIP messages travel to the provider. */
  transport?: TrunkTransport;
  /** 1 to 64 characters of A-Z a-z 0-9 . _ ~ + * ! = - */
  username?: string | null | undefined;
};

/** Why an operation was refused. New codes may be added. */
export type ErrorCode =
  | 'AGENT_UNAVAILABLE'
  | 'CALLER_ID_NOT_ALLOWED'
  | 'CALL_LIMIT_REACHED'
  | 'CALL_NOT_ACTIVE'
  | 'DESTINATION_NOT_ALLOWED'
  | 'ID_CONFLICT'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_INPUT'
  | 'INVALID_NUMBER'
  | 'NAME_TAKEN'
  | 'NO_EXTENSION'
  | 'NO_ROUTE'
  | 'PHONE_IN_USE'
  | 'TELEPHONY_UNAVAILABLE'
  | 'TRUNK_IN_USE'
  | 'TRUNK_NOT_FOUND'
  | 'TRUNK_UNAVAILABLE';

/** Who ended the call. */
export type HangupParty =
  | 'AGENT'
  | 'CUSTOMER'
  | 'SYSTEM';

/** The language of a text for people. */
export type Language =
  /** English. */
  | 'EN'
  /** По-русски. */
  | 'RU'
  /** O'zbekcha (lotin). */
  | 'UZ';

/** Who signs in. */
export type LoginInput = {
  /** The user's password. */
  password: string;
  /** Capitals do not matter. */
  username: string;
};

/** A call to be made. */
export type OriginateCallInput = {
  /** Whom the far party is connected to. */
  connect?: ConnectInput | null | undefined;
  /** The caller ID to send: the trunk's callerId or one of its allowedCallerIds. */
  from?: string | null | undefined;
  /** A UUID of the client's choice. Sent again by the same user with the same input it makes no second call and returns the first. Another input or user: ID_CONFLICT, and nothing of that call is told. A refused originate does not use the id up. */
  id?: string | number | null | undefined;
  /** Default: the rule's. */
  record?: boolean | null | undefined;
  /** 5 to 300, counted from the far phone's first ring; default: the rule's. */
  ringTimeoutSeconds?: number | null | undefined;
  /** 998901234567, +998 90 123-45-67, 90 123 45 67 … */
  to: string;
  /** Only this trunk, in place of the rule's trunks; a rule must still match, and its digits, caller ID, timeout and recording hold. */
  trunkName?: string | null | undefined;
};

/** How a trunk stands with its provider. */
export type RegistrationState =
  /** The trunk is switched off, or its authMode needs no registration. */
  | 'NOT_REQUIRED'
  /** The provider has accepted us. */
  | 'REGISTERED'
  /** Trying, and no answer yet. */
  | 'REGISTERING'
  /** The provider answered with a refusal: see sipCode and reason. */
  | 'REJECTED'
  /** Asterisk is not connected, so nothing is known. */
  | 'UNKNOWN'
  /** No answer from the provider: host unknown, timeout, network. */
  | 'UNREACHABLE';

/** What a user may do. */
export type Role =
  /** May do everything, settings and people included. */
  | 'ADMIN'
  /** Sees and controls their own calls. */
  | 'AGENT'
  /** Sees and controls every call, and reads the settings. */
  | 'SUPERVISOR';

/** How the provider knows us. */
export type TrunkAuthMode =
  /** The provider knows us by our address: no login. */
  | 'IP'
  /** Asterisk registers with the provider, with a login and a password. */
  | 'REGISTRATION';

/** Where the provider reads the caller ID. */
export type TrunkCallerIdHeader =
  /** In From. */
  | 'FROM'
  /** In P-Asserted-Identity (RFC 3325); From carries the account. */
  | 'PAI'
  /** In Remote-Party-ID; From carries the account. */
  | 'RPID';

/** What of a trunk's standing changed. */
export type TrunkChangeKind =
  /** Whether its server answers OPTIONS: `state` is REACHABLE or UNREACHABLE. */
  | 'REACHABILITY'
  /** Its registration: `state` is a RegistrationState. */
  | 'REGISTRATION'
  /** Whether calls pass it over: `state` is RESTING or RESTED. */
  | 'REST';

/** How pressed digits travel. */
export type TrunkDtmfMode =
  /** As telephone events where the provider offers them, else as tones. */
  | 'AUTO'
  /** As tones in the voice; needs alaw or ulaw. */
  | 'INBAND'
  /** As SIP INFO. */
  | 'INFO'
  /** As telephone events beside the voice: what nearly every provider takes. */
  | 'RFC4733';

/** Whether the voice is encrypted (SRTP). Only with the transport TLS. */
export type TrunkMediaEncryption =
  /** Plain RTP. */
  | 'OFF'
  /** Offered; a provider that does not take it still gets the call. */
  | 'OPTIONAL'
  /** A call without it is not made. */
  | 'REQUIRED';

/** How the provider wants numbers written: the one that is called, and the caller ID. */
export type TrunkNumberFormat =
  /** 998901234567 */
  | 'E164'
  /** 901234567; numbers of other countries stay as they are. */
  | 'NATIONAL'
  /** +998901234567 */
  | 'PLUS';

/** Why a trunk does not work. New ones may be added. */
export type TrunkProblem =
  /** The server's certificate is not valid at this time. */
  | 'CERTIFICATE_EXPIRED'
  /** The server's certificate is for another name. */
  | 'CERTIFICATE_NAME'
  /** The server's certificate is signed by nobody whom we trust. */
  | 'CERTIFICATE_UNTRUSTED'
  /** The host is there, and nothing listens on that port. */
  | 'CONNECTION_REFUSED'
  /** The provider knows the login and refuses it, or refuses our address (403). */
  | 'FORBIDDEN'
  /** The provider wants longer registrations (423). */
  | 'INTERVAL_TOO_BRIEF'
  /** Nothing comes back. */
  | 'NO_ANSWER'
  /** The provider has a fault of its own, or is overloaded (5xx). */
  | 'PROVIDER_FAILED'
  /** Asterisk does not copy its SIP messages to us, so nobody knows why. */
  | 'REASON_UNKNOWN'
  /** The provider refuses for another reason: see sipCode and reason. */
  | 'REFUSED'
  /** The server does not speak TLS there, or no version of it that we do. */
  | 'TLS_FAILED'
  /** DNS knows no address of the server's name. */
  | 'UNKNOWN_HOST'
  /** The provider does not know the login (404). */
  | 'UNKNOWN_LOGIN'
  /** The provider does not accept the login and the password (401, 407). */
  | 'WRONG_CREDENTIALS';

/** Whether the provider's server answers when it is asked (OPTIONS). */
export type TrunkReachabilityState =
  /** The trunk is switched off, or qualify is. */
  | 'NOT_ASKED'
  /** It answers. */
  | 'REACHABLE'
  /** Asterisk is not connected, or has not asked yet. */
  | 'UNKNOWN'
  /** It does not. Some providers never answer OPTIONS: a registration that holds counts more. */
  | 'UNREACHABLE';

/** What is tried, in this order. */
export type TrunkTestStepKind =
  /** The server answers SIP on this port and transport. */
  | 'REACH'
  /** The provider accepts the login and the password. */
  | 'REGISTER'
  /** The server's name has an address. */
  | 'RESOLVE';

/** How SIP messages travel to the provider. */
export type TrunkTransport =
  | 'TCP'
  | 'TLS'
  | 'UDP';

/** Only the fields that are given change. null clears username, password, callerId, maxChannels, outboundProxy, authUsername, fromUser, fromDomain, and is INVALID_INPUT elsewhere. */
export type UpdateTrunkInput = {
  /** Digits only, 3 to 15 each; at most 100. Replaces the list. */
  allowedCallerIds?: Array<string> | null | undefined;
  /** REGISTRATION needs username and password. */
  authMode?: TrunkAuthMode | null | undefined;
  /** What is signed in with, where it is not username; null clears it. */
  authUsername?: string | null | undefined;
  /** Digits only, 3 to 15; null clears it. */
  callerId?: string | null | undefined;
  /** Where the provider reads the caller ID. */
  callerIdHeader?: TrunkCallerIdHeader | null | undefined;
  /** alaw, ulaw, g722, gsm, opus; replaces the list. */
  codecs?: Array<string> | null | undefined;
  /** How pressed digits travel. */
  dtmfMode?: TrunkDtmfMode | null | undefined;
  /** false unregisters it; calls in progress go on. */
  enabled?: boolean | null | undefined;
  /** 60 to 7200: for how many seconds the registration is asked for. */
  expirySeconds?: number | null | undefined;
  /** The domain in From; null: our own address. */
  fromDomain?: string | null | undefined;
  /** Always stands in From, whatever the caller ID; null clears it. */
  fromUser?: string | null | undefined;
  /** Addresses and networks that the provider's calls come from, besides the server's; at most 50. Replaces the list. */
  inboundAddresses?: Array<string> | null | undefined;
  /** At most so many calls at once; null for no limit. */
  maxChannels?: number | null | undefined;
  /** Whether the voice is encrypted (SRTP). Only with the transport TLS. */
  mediaEncryption?: TrunkMediaEncryption | null | undefined;
  /** As in CreateTrunkInput. */
  name?: string | null | undefined;
  /** How the provider wants numbers written. */
  numberFormat?: TrunkNumberFormat | null | undefined;
  /** Everything is sent there instead of to the server: host or host:port; null clears it. */
  outboundProxy?: string | null | undefined;
  /** Write-only. null clears it, where authMode is IP. */
  password?: string | null | undefined;
  /** 1 to 65535. */
  port?: number | null | undefined;
  /** 0 to 1000000; lower is tried first. */
  priority?: number | null | undefined;
  /** Whether the server is asked now and then if it is there (OPTIONS). */
  qualify?: boolean | null | undefined;
  /** As in CreateTrunkInput. */
  server?: string | null | undefined;
  /** How SIP messages travel to the provider. */
  transport?: TrunkTransport | null | undefined;
  /** null clears it, where authMode is IP. */
  username?: string | null | undefined;
};

export type CallFieldsFragment = { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null };

export type CallsOverviewQueryVariables = Exact<{
  first: number;
}>;


export type CallsOverviewQuery = { activeCalls: Array<{ id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null }>, calls: { nextCursor: string | null, items: Array<{ id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null }> } };

export type CallByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type CallByIdQuery = { call: { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null } | null };

export type OriginateCallMutationVariables = Exact<{
  input: OriginateCallInput;
}>;


export type OriginateCallMutation = { originateCall:
    | { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null }
    | { errorCode: ErrorCode, message: string, field: string | null }
   };

export type HangupCallMutationVariables = Exact<{
  id: string | number;
}>;


export type HangupCallMutation = { hangupCall:
    | { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null }
    | { errorCode: ErrorCode, message: string, field: string | null }
   };

export type AnyCallUpdatedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AnyCallUpdatedSubscription = { callUpdated: { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null } };

export type OwnCallUpdatedSubscriptionVariables = Exact<{
  id: string | number;
  afterSequence: number;
}>;


export type OwnCallUpdatedSubscription = { callUpdated: { id: string, direction: CallDirection, from: string | null, to: string, trunkName: string | null, state: CallState, outcome: CallOutcome | null, createdAt: string, ringingAt: string | null, answeredAt: string | null, endedAt: string | null, talkSeconds: number | null, sequence: number, agent: { id: string, displayName: string, extension: string | null } | null, hangup: { by: HangupParty | null, cause: number | null, sipCode: number | null, reason: string | null } | null } };

export type TrunkFieldsFragment = { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } };

export type TrunkSettingsFragment = { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, callerId: string | null, allowedCallerIds: Array<string>, callerIdHeader: TrunkCallerIdHeader, fromUser: string | null, fromDomain: string | null, enabled: boolean, priority: number, maxChannels: number | null, numberFormat: TrunkNumberFormat, codecs: Array<string>, dtmfMode: TrunkDtmfMode, mediaEncryption: TrunkMediaEncryption, outboundProxy: string | null, authUsername: string | null, expirySeconds: number, inboundAddresses: Array<string>, qualify: boolean };

export type TrunksQueryVariables = Exact<{
  language: Language;
}>;


export type TrunksQuery = { trunks: Array<{ id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } }> };

export type TrunkSettingsByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type TrunkSettingsByIdQuery = { trunk: { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, callerId: string | null, allowedCallerIds: Array<string>, callerIdHeader: TrunkCallerIdHeader, fromUser: string | null, fromDomain: string | null, enabled: boolean, priority: number, maxChannels: number | null, numberFormat: TrunkNumberFormat, codecs: Array<string>, dtmfMode: TrunkDtmfMode, mediaEncryption: TrunkMediaEncryption, outboundProxy: string | null, authUsername: string | null, expirySeconds: number, inboundAddresses: Array<string>, qualify: boolean } | null };

export type TrunkTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type TrunkTemplatesQuery = { trunkTemplates: Array<{ name: string, title: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, codecs: Array<string> }> };

export type CreateTrunkMutationVariables = Exact<{
  language: Language;
  input: CreateTrunkInput;
}>;


export type CreateTrunkMutation = { createTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } }
   };

export type UpdateTrunkMutationVariables = Exact<{
  language: Language;
  id: string | number;
  input: UpdateTrunkInput;
}>;


export type UpdateTrunkMutation = { updateTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } }
   };

export type DeleteTrunkMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteTrunkMutation = { deleteTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { id: string }
   };

export type ReregisterTrunkMutationVariables = Exact<{
  language: Language;
  id: string | number;
}>;


export type ReregisterTrunkMutation = { reregisterTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } }
   };

export type TrunkUpdatedSubscriptionVariables = Exact<{
  language: Language;
}>;


export type TrunkUpdatedSubscription = { trunkUpdated: { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, enabled: boolean, priority: number, activeCalls: number, isFlapping: boolean, restsUntil: string | null, registration: { state: RegistrationState, sipCode: number | null, reason: string | null, since: string | null, expiresAt: string | null, problem: TrunkProblem | null, advice: string | null }, reachability: { state: TrunkReachabilityState, roundTripMs: number | null, since: string | null } } };

export type TrunkDeletedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type TrunkDeletedSubscription = { trunkDeleted: string };

export type TrunkDetailsFragment = { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, callerId: string | null, allowedCallerIds: Array<string>, callerIdHeader: TrunkCallerIdHeader, fromUser: string | null, fromDomain: string | null, enabled: boolean, priority: number, maxChannels: number | null, numberFormat: TrunkNumberFormat, codecs: Array<string>, dtmfMode: TrunkDtmfMode, mediaEncryption: TrunkMediaEncryption, outboundProxy: string | null, authUsername: string | null, expirySeconds: number, inboundAddresses: Array<string>, qualify: boolean, history: Array<{ at: string, kind: TrunkChangeKind, state: string, sipCode: number | null, reason: string | null }> };

export type TrunkDetailsByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type TrunkDetailsByIdQuery = { trunk: { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, callerId: string | null, allowedCallerIds: Array<string>, callerIdHeader: TrunkCallerIdHeader, fromUser: string | null, fromDomain: string | null, enabled: boolean, priority: number, maxChannels: number | null, numberFormat: TrunkNumberFormat, codecs: Array<string>, dtmfMode: TrunkDtmfMode, mediaEncryption: TrunkMediaEncryption, outboundProxy: string | null, authUsername: string | null, expirySeconds: number, inboundAddresses: Array<string>, qualify: boolean, history: Array<{ at: string, kind: TrunkChangeKind, state: string, sipCode: number | null, reason: string | null }> } | null };

export type TrunkDetailsUpdatedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type TrunkDetailsUpdatedSubscription = { trunkUpdated: { id: string, name: string, server: string, port: number, transport: TrunkTransport, authMode: TrunkAuthMode, username: string | null, callerId: string | null, allowedCallerIds: Array<string>, callerIdHeader: TrunkCallerIdHeader, fromUser: string | null, fromDomain: string | null, enabled: boolean, priority: number, maxChannels: number | null, numberFormat: TrunkNumberFormat, codecs: Array<string>, dtmfMode: TrunkDtmfMode, mediaEncryption: TrunkMediaEncryption, outboundProxy: string | null, authUsername: string | null, expirySeconds: number, inboundAddresses: Array<string>, qualify: boolean, history: Array<{ at: string, kind: TrunkChangeKind, state: string, sipCode: number | null, reason: string | null }> } };

export type RulesOfTrunksQueryVariables = Exact<{ [key: string]: never; }>;


export type RulesOfTrunksQuery = { dialplan: { rules: Array<{ id: string, name: string, trunks: Array<{ id: string }> }> } };

export type TrialStepFragment = { kind: TrunkTestStepKind, ok: boolean, milliseconds: number, sipCode: number | null, detail: string | null, problem: TrunkProblem | null, advice: string | null };

export type TrialFragment = { ok: boolean, advice: string | null, steps: Array<{ kind: TrunkTestStepKind, ok: boolean, milliseconds: number, sipCode: number | null, detail: string | null, problem: TrunkProblem | null, advice: string | null }> };

export type TestTrunkMutationVariables = Exact<{
  language: Language;
  input: CreateTrunkInput;
  passwordOf?: string | number | null | undefined;
  testId: string | number;
}>;


export type TestTrunkMutation = { testTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { ok: boolean, advice: string | null, steps: Array<{ kind: TrunkTestStepKind, ok: boolean, milliseconds: number, sipCode: number | null, detail: string | null, problem: TrunkProblem | null, advice: string | null }> }
   };

export type TestStoredTrunkMutationVariables = Exact<{
  language: Language;
  id: string | number;
  testId: string | number;
}>;


export type TestStoredTrunkMutation = { testStoredTrunk:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { ok: boolean, advice: string | null, steps: Array<{ kind: TrunkTestStepKind, ok: boolean, milliseconds: number, sipCode: number | null, detail: string | null, problem: TrunkProblem | null, advice: string | null }> }
   };

export type TrunkTestedSubscriptionVariables = Exact<{
  language: Language;
  testId: string | number;
}>;


export type TrunkTestedSubscription = { trunkTested: { kind: TrunkTestStepKind, ok: boolean, milliseconds: number, sipCode: number | null, detail: string | null, problem: TrunkProblem | null, advice: string | null } };

export type CreateSoftphoneCredentialsMutationVariables = Exact<{
  takeOver: boolean;
  pageId: string | number;
}>;


export type CreateSoftphoneCredentialsMutation = { createSoftphoneCredentials:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { server: string, uri: string, username: string, password: string, expiresAt: string, iceServers: Array<{ urls: Array<string>, username: string | null, credential: string | null }> }
   };

export type SignedInUserFragment = { id: string, username: string, displayName: string, role: Role, extension: string | null };

export type SessionFieldsFragment = { accessToken: string, expiresAt: string, user: { id: string, username: string, displayName: string, role: Role, extension: string | null } };

export type RefusalFragment = { errorCode: ErrorCode, message: string, field: string | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { accessToken: string, expiresAt: string, user: { id: string, username: string, displayName: string, role: Role, extension: string | null } }
   };

export type RefreshSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshSessionMutation = { refreshSession:
    | { errorCode: ErrorCode, message: string, field: string | null }
    | { accessToken: string, expiresAt: string, user: { id: string, username: string, displayName: string, role: Role, extension: string | null } }
   };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: { id: string } };

export const CallFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]} as unknown as DocumentNode<CallFieldsFragment, unknown>;
export const TrunkFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}}]} as unknown as DocumentNode<TrunkFieldsFragment, unknown>;
export const TrunkSettingsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"allowedCallerIds"}},{"kind":"Field","name":{"kind":"Name","value":"callerIdHeader"}},{"kind":"Field","name":{"kind":"Name","value":"fromUser"}},{"kind":"Field","name":{"kind":"Name","value":"fromDomain"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxChannels"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormat"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}},{"kind":"Field","name":{"kind":"Name","value":"dtmfMode"}},{"kind":"Field","name":{"kind":"Name","value":"mediaEncryption"}},{"kind":"Field","name":{"kind":"Name","value":"outboundProxy"}},{"kind":"Field","name":{"kind":"Name","value":"authUsername"}},{"kind":"Field","name":{"kind":"Name","value":"expirySeconds"}},{"kind":"Field","name":{"kind":"Name","value":"inboundAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"qualify"}}]}}]} as unknown as DocumentNode<TrunkSettingsFragment, unknown>;
export const TrunkDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkSettings"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"allowedCallerIds"}},{"kind":"Field","name":{"kind":"Name","value":"callerIdHeader"}},{"kind":"Field","name":{"kind":"Name","value":"fromUser"}},{"kind":"Field","name":{"kind":"Name","value":"fromDomain"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxChannels"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormat"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}},{"kind":"Field","name":{"kind":"Name","value":"dtmfMode"}},{"kind":"Field","name":{"kind":"Name","value":"mediaEncryption"}},{"kind":"Field","name":{"kind":"Name","value":"outboundProxy"}},{"kind":"Field","name":{"kind":"Name","value":"authUsername"}},{"kind":"Field","name":{"kind":"Name","value":"expirySeconds"}},{"kind":"Field","name":{"kind":"Name","value":"inboundAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"qualify"}}]}}]} as unknown as DocumentNode<TrunkDetailsFragment, unknown>;
export const TrialStepFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrialStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTestStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]} as unknown as DocumentNode<TrialStepFragment, unknown>;
export const TrialFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Trial"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrialStep"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrialStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTestStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]} as unknown as DocumentNode<TrialFragment, unknown>;
export const SignedInUserFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignedInUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}}]} as unknown as DocumentNode<SignedInUserFragment, unknown>;
export const SessionFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignedInUser"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignedInUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}}]} as unknown as DocumentNode<SessionFieldsFragment, unknown>;
export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const CallsOverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallsOverview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"calls"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextCursor"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]} as unknown as DocumentNode<CallsOverviewQuery, CallsOverviewQueryVariables>;
export const CallByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CallById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"call"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]} as unknown as DocumentNode<CallByIdQuery, CallByIdQueryVariables>;
export const OriginateCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OriginateCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OriginateCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originateCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<OriginateCallMutation, OriginateCallMutationVariables>;
export const HangupCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"HangupCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hangupCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<HangupCallMutation, HangupCallMutationVariables>;
export const AnyCallUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"AnyCallUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]} as unknown as DocumentNode<AnyCallUpdatedSubscription, AnyCallUpdatedSubscriptionVariables>;
export const OwnCallUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OwnCallUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"afterSequence"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"callUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"afterSequence"},"value":{"kind":"Variable","name":{"kind":"Name","value":"afterSequence"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Call"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"trunkName"}},{"kind":"Field","name":{"kind":"Name","value":"agent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"hangup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ringingAt"}},{"kind":"Field","name":{"kind":"Name","value":"answeredAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"talkSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}}]}}]} as unknown as DocumentNode<OwnCallUpdatedSubscription, OwnCallUpdatedSubscriptionVariables>;
export const TrunksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trunks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}}]} as unknown as DocumentNode<TrunksQuery, TrunksQueryVariables>;
export const TrunkSettingsByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TrunkSettingsById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkSettings"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"allowedCallerIds"}},{"kind":"Field","name":{"kind":"Name","value":"callerIdHeader"}},{"kind":"Field","name":{"kind":"Name","value":"fromUser"}},{"kind":"Field","name":{"kind":"Name","value":"fromDomain"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxChannels"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormat"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}},{"kind":"Field","name":{"kind":"Name","value":"dtmfMode"}},{"kind":"Field","name":{"kind":"Name","value":"mediaEncryption"}},{"kind":"Field","name":{"kind":"Name","value":"outboundProxy"}},{"kind":"Field","name":{"kind":"Name","value":"authUsername"}},{"kind":"Field","name":{"kind":"Name","value":"expirySeconds"}},{"kind":"Field","name":{"kind":"Name","value":"inboundAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"qualify"}}]}}]} as unknown as DocumentNode<TrunkSettingsByIdQuery, TrunkSettingsByIdQueryVariables>;
export const TrunkTemplatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TrunkTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunkTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}}]}}]}}]} as unknown as DocumentNode<TrunkTemplatesQuery, TrunkTemplatesQueryVariables>;
export const CreateTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTrunkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<CreateTrunkMutation, CreateTrunkMutationVariables>;
export const UpdateTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTrunkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<UpdateTrunkMutation, UpdateTrunkMutationVariables>;
export const DeleteTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<DeleteTrunkMutation, DeleteTrunkMutationVariables>;
export const ReregisterTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReregisterTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reregisterTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<ReregisterTrunkMutation, ReregisterTrunkMutationVariables>;
export const TrunkUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TrunkUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunkUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"}},{"kind":"Field","name":{"kind":"Name","value":"isFlapping"}},{"kind":"Field","name":{"kind":"Name","value":"restsUntil"}},{"kind":"Field","name":{"kind":"Name","value":"registration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"roundTripMs"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}}]} as unknown as DocumentNode<TrunkUpdatedSubscription, TrunkUpdatedSubscriptionVariables>;
export const TrunkDeletedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TrunkDeleted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunkDeleted"}}]}}]} as unknown as DocumentNode<TrunkDeletedSubscription, TrunkDeletedSubscriptionVariables>;
export const TrunkDetailsByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TrunkDetailsById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"allowedCallerIds"}},{"kind":"Field","name":{"kind":"Name","value":"callerIdHeader"}},{"kind":"Field","name":{"kind":"Name","value":"fromUser"}},{"kind":"Field","name":{"kind":"Name","value":"fromDomain"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxChannels"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormat"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}},{"kind":"Field","name":{"kind":"Name","value":"dtmfMode"}},{"kind":"Field","name":{"kind":"Name","value":"mediaEncryption"}},{"kind":"Field","name":{"kind":"Name","value":"outboundProxy"}},{"kind":"Field","name":{"kind":"Name","value":"authUsername"}},{"kind":"Field","name":{"kind":"Name","value":"expirySeconds"}},{"kind":"Field","name":{"kind":"Name","value":"inboundAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"qualify"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkSettings"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<TrunkDetailsByIdQuery, TrunkDetailsByIdQueryVariables>;
export const TrunkDetailsUpdatedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TrunkDetailsUpdated"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunkUpdated"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"transport"}},{"kind":"Field","name":{"kind":"Name","value":"authMode"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"callerId"}},{"kind":"Field","name":{"kind":"Name","value":"allowedCallerIds"}},{"kind":"Field","name":{"kind":"Name","value":"callerIdHeader"}},{"kind":"Field","name":{"kind":"Name","value":"fromUser"}},{"kind":"Field","name":{"kind":"Name","value":"fromDomain"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxChannels"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormat"}},{"kind":"Field","name":{"kind":"Name","value":"codecs"}},{"kind":"Field","name":{"kind":"Name","value":"dtmfMode"}},{"kind":"Field","name":{"kind":"Name","value":"mediaEncryption"}},{"kind":"Field","name":{"kind":"Name","value":"outboundProxy"}},{"kind":"Field","name":{"kind":"Name","value":"authUsername"}},{"kind":"Field","name":{"kind":"Name","value":"expirySeconds"}},{"kind":"Field","name":{"kind":"Name","value":"inboundAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"qualify"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrunkDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Trunk"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrunkSettings"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<TrunkDetailsUpdatedSubscription, TrunkDetailsUpdatedSubscriptionVariables>;
export const RulesOfTrunksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RulesOfTrunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dialplan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"trunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RulesOfTrunksQuery, RulesOfTrunksQueryVariables>;
export const TestTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TestTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTrunkInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"passwordOf"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"testId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"testTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"passwordOf"},"value":{"kind":"Variable","name":{"kind":"Name","value":"passwordOf"}}},{"kind":"Argument","name":{"kind":"Name","value":"testId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"testId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Trial"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrialStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTestStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Trial"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrialStep"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<TestTrunkMutation, TestTrunkMutationVariables>;
export const TestStoredTrunkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TestStoredTrunk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"testId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"testStoredTrunk"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"testId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"testId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Trial"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrialStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTestStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Trial"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrialStep"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<TestStoredTrunkMutation, TestStoredTrunkMutationVariables>;
export const TrunkTestedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TrunkTested"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"language"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Language"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"testId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trunkTested"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"testId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"testId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TrialStep"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TrialStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrunkTestStep"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"sipCode"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"language"},"value":{"kind":"Variable","name":{"kind":"Name","value":"language"}}}]}]}}]} as unknown as DocumentNode<TrunkTestedSubscription, TrunkTestedSubscriptionVariables>;
export const CreateSoftphoneCredentialsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateSoftphoneCredentials"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"takeOver"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"pageId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createSoftphoneCredentials"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"takeOver"},"value":{"kind":"Variable","name":{"kind":"Name","value":"takeOver"}}},{"kind":"Argument","name":{"kind":"Name","value":"pageId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"pageId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SoftphoneCredentials"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"server"}},{"kind":"Field","name":{"kind":"Name","value":"uri"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"password"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"iceServers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"urls"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"credential"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<CreateSoftphoneCredentialsMutation, CreateSoftphoneCredentialsMutationVariables>;
export const LoginDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignedInUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignedInUser"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const RefreshSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshSession"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refreshSession"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionFields"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignedInUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"extension"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignedInUser"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OperationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorCode"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]} as unknown as DocumentNode<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const LogoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;