/** SIP over TCP and TLS: a connection that came is answered on, one that is needed is made, and both are kept. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { StreamFraming } from './stream-framing.js';
import type { Target } from './transactions.js';
import type { Wire, WireOptions } from './wire.js';

export class StreamWire implements Wire {
  onMessage: Wire['onMessage'];
  /** What went wrong with a connection, in the words of Node: a handshake that was given up, a reset. */
  readonly problems: string[] = [];
  private readonly connections = new Map<string, Socket>();

  private constructor(
    private readonly server: Server,
    private readonly isTls: boolean,
  ) {
    server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => this.keep(socket));
    server.on('tlsClientError', (error: Error) => this.problems.push(error.message));
  }

  static async open({ protocol, port, address, tls }: WireOptions): Promise<StreamWire> {
    const isTls = protocol === 'TLS';
    if (isTls && !tls) throw new Error('TLS needs a key and a certificate');
    const server = tls && isTls ? createTlsServer({ key: tls.key, cert: tls.certificate }) : createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, resolve);
    });
    return new StreamWire(server, isTls);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  send(text: string, { address, port }: Target): void {
    const socket = this.connections.get(`${address}:${port}`) ?? this.connect(address, port);
    socket.write(text);
  }

  async close(): Promise<void> {
    for (const socket of this.connections.values()) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Whatever certificate the other side has: it is not the one that is under test here. */
  private connect(address: string, port: number): Socket {
    const socket = this.isTls ? connectTls({ host: address, port, rejectUnauthorized: false }) : connect({ host: address, port });
    this.listen(socket, { address, port });
    return socket;
  }

  private keep(socket: Socket): void {
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined) return;
    this.listen(socket, { address, port });
  }

  private listen(socket: Socket, source: Target): void {
    const name = `${source.address}:${source.port}`;
    const framing = new StreamFraming();
    this.connections.set(name, socket);
    socket.on('data', (chunk) => {
      try {
        for (const text of framing.push(chunk)) this.onMessage?.(text, source);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => this.problems.push(error.message));
    socket.on('close', () => {
      if (this.connections.get(name) === socket) this.connections.delete(name);
    });
  }
}
