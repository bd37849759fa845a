/** SIP over UDP: one datagram is one message. */
import { createSocket, type Socket } from 'node:dgram';
import type { Target } from './transactions.js';
import type { Wire, WireOptions } from './wire.js';

export class DatagramWire implements Wire {
  onMessage: Wire['onMessage'];

  private constructor(private readonly socket: Socket) {
    socket.on('message', (datagram, { address: from, port }) =>
      this.onMessage?.(datagram.toString('utf8'), { address: from, port }),
    );
  }

  static async open({ port, address }: WireOptions): Promise<DatagramWire> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, resolve);
    });
    return new DatagramWire(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(text: string, target: Target): void {
    this.socket.send(text, target.port, target.address);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }
}
