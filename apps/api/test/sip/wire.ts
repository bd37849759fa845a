/** What carries SIP messages: datagrams, or streams of them over TCP and TLS. */
import type { Target } from './transactions.js';

export type WireProtocol = 'UDP' | 'TCP' | 'TLS';

export interface TlsIdentity {
  /** PEM. */
  key: string;
  certificate: string;
}

export interface WireOptions {
  protocol: WireProtocol;
  port: number;
  address: string;
  /** Needed with TLS. */
  tls?: TlsIdentity;
}

export interface Wire {
  /** The one that it listens on. */
  readonly port: number;
  onMessage: ((text: string, source: Target) => void) | undefined;
  send(text: string, target: Target): void;
  close(): Promise<void>;
}

/** `;transport=tcp`, as a URI names it; empty for UDP. */
export const transportParameter = (protocol: WireProtocol): string =>
  protocol === 'UDP' ? '' : `;transport=${protocol.toLowerCase()}`;
