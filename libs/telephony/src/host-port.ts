/** A host with or without its port. */
export interface HostPort {
  /** Without brackets. */
  host: string;
  port?: number;
}

/** `host`, `host:port`, `[2001:db8::1]:5060` or a bare IPv6 address, in their parts; undefined where it is none of these. What the host holds is not looked at. */
export function parseHostPort(text: string): HostPort | undefined {
  const { bracketed, plain, port } =
    /^(?:\[(?<bracketed>[^[\]]+)\]|(?<plain>[^[\]:]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups ?? {};
  const host = bracketed ?? plain ?? (/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text) ? text : undefined);
  if (host === undefined) return undefined;
  if (port === undefined) return { host };
  return Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}
