import type { TrunkTransport } from '@/gql/graphql';
import type { TrunkValues } from './trunk-values';

/** A provider's template, as the form needs it. */
export interface TrunkTemplate extends Pick<TrunkValues, 'name' | 'server' | 'transport' | 'authMode' | 'codecs'> {
  port: number;
}

/** What a chosen template changes. A name that a person typed stays, and so does the server where the provider tells each customer its own. */
export function fillFromTemplate(
  values: TrunkValues,
  template: TrunkTemplate,
  templates: readonly TrunkTemplate[],
): Partial<TrunkValues> {
  const { name, server, port, transport, authMode, codecs } = template;
  const isOwnName = values.name.trim() !== '' && !templates.some((other) => other.name === values.name);
  return {
    ...(isOwnName ? {} : { name }),
    ...(server ? { server } : {}),
    port: String(port),
    transport,
    authMode,
    codecs,
  };
}

const usualPorts: Record<TrunkTransport, string> = { UDP: '5060', TCP: '5060', TLS: '5061' };

/** TLS has a usual port of its own (RFC 3261, 19.1.2): a port that was the usual one stays the usual one. */
export function fillFromTransport(values: TrunkValues, transport: TrunkTransport): Partial<TrunkValues> {
  return { transport, ...(values.port.trim() === usualPorts[values.transport] ? { port: usualPorts[transport] } : {}) };
}

/** The server as providers write it in their letters: sip:bell.uz:5070 is the server bell.uz and the port 5070. */
export function fillFromServer(text: string): Pick<TrunkValues, 'server'> & Partial<Pick<TrunkValues, 'port'>> {
  const bare = text
    .trim()
    .replace(/^(sips?:|https?:)(\/\/)?/i, '')
    .replace(/\/+$/, '');
  const [, host, bracketed, port] = /^(?:([^:[\]]+)|\[([^\]]+)\])(?::(\d+))?$/.exec(bare) ?? [];
  const server = host ?? bracketed;
  return server ? { server, ...(port ? { port } : {}) } : { server: bare };
}
