/** Where a browser's page came from. */
export interface PageOrigin {
  isSecure: boolean;
  /** With the port, where it is not the scheme's own. */
  host: string;
  hostname: string;
}

interface PageRequest {
  secure?: boolean;
  /** As Express reads it: X-Forwarded-Host where the proxy is trusted, else Host. */
  host?: string | undefined;
}

/** A name, an IPv4 address or an IPv6 one in brackets, with a port or without. */
const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i;

/** @param publicUrl serves where the request does not say it (or says what cannot be a host) */
export function pageOrigin(request: PageRequest | undefined, publicUrl: string): PageOrigin {
  const match = HOST.exec(request?.host ?? '');
  if (!match) {
    const { host, hostname, protocol } = new URL(publicUrl);
    return { isSecure: protocol === 'https:', host, hostname };
  }
  return { isSecure: request?.secure === true, host: match[0], hostname: match[1]! };
}

/** The SIP WebSocket that is served on the page's own origin. */
export function sipAddress({ isSecure, host }: PageOrigin): string {
  return `${isSecure ? 'wss' : 'ws'}://${host}/sip`;
}
