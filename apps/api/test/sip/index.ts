/** The scripted SIP peer: a carrier and a phone that tests tell what to do, and that remember what they saw and when. */
export { Authority } from './authority.js';
export { Carrier, type CarrierOptions } from './carrier.js';
export type { Credentials } from './digest.js';
export { IncomingCall } from './incoming-call.js';
export { header, headers } from './message.js';
export { OutgoingCall } from './outgoing-call.js';
export { Phone } from './phone.js';
export * from './steps.js';
export { UserAgent } from './user-agent.js';
export type { TlsIdentity, WireProtocol } from './wire.js';
