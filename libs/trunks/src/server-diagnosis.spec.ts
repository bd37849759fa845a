import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { aPort } from '@app/common/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../asterisk/certificate.mjs';
import { NameResolver } from './name-resolver.js';
import { firstHop, type ServedTrunk, ServerDiagnosis } from './server-diagnosis.js';

const NAME = 'sip.provider.example';
const DECADE_AGO = new Date(Date.now() - 11 * 365 * 24 * 60 * 60_000);

/** Everything that is known is on this machine. */
class FakeResolver extends NameResolver {
  readonly asked: string[] = [];
  addresses: Readonly<Record<string, string[]>> = { [NAME]: ['127.0.0.1'] };
  async resolve(name: string): Promise<string[]> {
    this.asked.push(name);
    return this.addresses[name] ?? [];
  }
}

const sockets = new Set<Socket>();
const closing: (() => unknown)[] = [];
let names: FakeResolver;
let folder: string;

beforeEach(async () => {
  names = new FakeResolver();
  folder = await mkdtemp(join(tmpdir(), 'diagnosis-'));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

const tlsServer = (commonName: string, made?: Date): Promise<{ port: number; certificate: string }> => {
  const { key, certificate } = selfSigned(commonName, made);
  return listening(createTlsServer({ key, cert: certificate }).on('tlsClientError', () => undefined)).then((port) => ({
    port,
    certificate,
  }));
};

/** One that trusts what the test says. */
async function trusting(...certificates: string[]): Promise<ServerDiagnosis> {
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificates.join('\n'));
  return new ServerDiagnosis(names, { caFile });
}

const trunk = (fields: Partial<ServedTrunk>): ServedTrunk => ({
  server: NAME,
  port: 5060,
  transport: 'TCP',
  outboundProxy: null,
  ...fields,
});

describe('firstHop', () => {
  it.each<[fields: Partial<ServedTrunk>, hop: string]>([
    [{}, `${NAME} 5060 TCP`],
    [{ outboundProxy: 'proxy.example' }, 'proxy.example 5060 TCP'],
    [{ outboundProxy: 'proxy.example:5080' }, 'proxy.example 5080 TCP'],
    [{ outboundProxy: 'proxy.example', transport: 'TLS' }, 'proxy.example 5061 TLS'],
    [{ outboundProxy: '[2001:db8::1]:5070' }, '2001:db8::1 5070 TCP'],
  ])('should be of %j: %s', (fields, hop) => {
    expect(Object.values(firstHop(trunk(fields))).join(' ')).toBe(hop);
  });
});

describe('ServerDiagnosis', () => {
  it('should tell a name that DNS does not know', async () => {
    expect(await new ServerDiagnosis(names).recent(trunk({ server: 'no.example' }))).toEqual({
      problem: 'UNKNOWN_HOST',
      reason: 'DNS knows no address of no.example.',
    });
  });

  it('should tell a DNS that does not answer', async () => {
    names.resolve = () => new Promise(() => undefined);
    const diagnosis = new ServerDiagnosis(names);
    diagnosis.limits.resolveMs = 20;
    expect(await diagnosis.recent(trunk({}))).toMatchObject({
      problem: 'UNKNOWN_HOST',
      reason: expect.stringContaining('did not'),
    });
  });

  it.each(['TCP', 'TLS', 'UDP'] as const)('should tell that nothing listens there (%s)', async (transport) => {
    const port = await aPort();
    const look = await new ServerDiagnosis(names).recent(trunk({ port, transport }));
    expect(look).toEqual({ problem: 'CONNECTION_REFUSED', reason: `Nothing listens on ${NAME}:${port} (${transport}).` });
  });

  it('should find nothing wrong with a server that takes connections', async () => {
    const port = await listening(createServer());
    expect(await new ServerDiagnosis(names).recent(trunk({ port }))).toMatchObject({ problem: null });
    expect(await new ServerDiagnosis(names).recent(trunk({ port, server: '127.0.0.1' }))).toMatchObject({ problem: null });
    expect(names.asked).toEqual([NAME]);
  });

  it('should find nothing wrong with a silent server over UDP', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closing.push(() => socket.close());
    const look = await new ServerDiagnosis(names).recent(trunk({ port: socket.address().port, transport: 'UDP' }));
    expect(look).toMatchObject({ problem: null });
  });

  it('should go through the outbound proxy', async () => {
    const port = await listening(createServer());
    names.addresses = { 'proxy.example': ['127.0.0.1'] };
    const look = await new ServerDiagnosis(names).recent(trunk({ outboundProxy: `proxy.example:${port}` }));
    expect(look).toMatchObject({ problem: null });
    expect(names.asked).toEqual(['proxy.example']);
  });

  it('should be content with one of several addresses', async () => {
    const port = await listening(createServer());
    names.addresses = { [NAME]: ['127.0.0.2', '127.0.0.1'] };
    expect(await new ServerDiagnosis(names).recent(trunk({ port }))).toMatchObject({ problem: null });
  });

  describe('over TLS', () => {
    it('should find nothing wrong with a certificate of an authority that it was given', async () => {
      const { port, certificate } = await tlsServer(NAME);
      const diagnosis = await trusting(certificate);
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS' }))).toMatchObject({ problem: null });
    });

    it('should tell a certificate that nobody trusts', async () => {
      const { port } = await tlsServer(NAME);
      expect(await new ServerDiagnosis(names).recent(trunk({ port, transport: 'TLS' }))).toMatchObject({
        problem: 'CERTIFICATE_UNTRUSTED',
        reason: expect.stringMatching(/^The certificate of sip\.provider\.example:\d+ is refused: self.signed certificate\.$/),
      });
    });

    it('should tell a certificate that has run out', async () => {
      const { port, certificate } = await tlsServer(NAME, DECADE_AGO);
      const diagnosis = await trusting(certificate);
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS' }))).toMatchObject({
        problem: 'CERTIFICATE_EXPIRED',
        reason: expect.stringContaining('expired'),
      });
    });

    it('should tell a certificate for another name', async () => {
      const { port, certificate } = await tlsServer('other.example');
      const diagnosis = await trusting(certificate);
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS' }))).toMatchObject({
        problem: 'CERTIFICATE_NAME',
        reason: expect.stringContaining('other.example'),
      });
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS', server: '127.0.0.1' }))).toMatchObject({
        problem: 'CERTIFICATE_NAME',
      });
    });

    it.each<[what: string, answer: (socket: Socket) => void]>([
      ['speaks another language', (socket) => socket.end('SIP/2.0 400 Bad Request\r\n\r\n')],
      ['hangs up', (socket) => socket.destroy()],
      ['ends the connection', (socket) => socket.end()],
      ['says nothing', () => undefined],
    ])('should tell a server that %s', async (_what, answer) => {
      const port = await listening(createServer(answer));
      const diagnosis = new ServerDiagnosis(names);
      diagnosis.limits.connectMs = 300;
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS' }))).toMatchObject({ problem: 'TLS_FAILED' });
    });

    it('should go on without a file of authorities that can not be read', async () => {
      const { port } = await tlsServer(NAME);
      const diagnosis = new ServerDiagnosis(names, { caFile: join(folder, 'missing.pem') });
      expect(await diagnosis.recent(trunk({ port, transport: 'TLS' }))).toMatchObject({ problem: 'CERTIFICATE_UNTRUSTED' });
    });
  });

  it('should look once for many who ask at once, and again when some time has gone by', async () => {
    let connections = 0;
    const port = await listening(createServer(() => (connections += 1)));
    const diagnosis = new ServerDiagnosis(names);
    diagnosis.limits.keptMs = 50;
    await Promise.all(Array.from({ length: 20 }, () => diagnosis.recent(trunk({ port }))));
    expect(names.asked).toHaveLength(1);
    await expect
      .poll(async () => {
        await diagnosis.recent(trunk({ port }));
        return names.asked.length;
      })
      .toBe(2);
    await expect.poll(() => connections).toBe(2);
  });
});
