import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { type HepPacket, parseHep } from './parse-hep.js';
import { parseSipMessage, type SipMessage } from './sip-message.js';

export type SipListener = (message: SipMessage, packet: Omit<HepPacket, 'payload'>) => void;

/**
 * Receives the SIP messages that Asterisk copies to us (res_hep), on loopback unless HEP_HOST says otherwise. Credentials are dropped here, on arrival: nobody behind this sees them. Where it is
 * not fed, everything works and the reasons are unknown.
 */
export class HepCollector {
  private readonly logger = new Logger(HepCollector.name);
  private socket: Socket | undefined;

  constructor(
    private readonly password: string,
    private readonly listener: SipListener,
  ) {}

  /** @param port 0 for a free one. @returns the port. @throws where it cannot be bound */
  async listen(port: number, address = '127.0.0.1'): Promise<number> {
    const socket = createSocket('udp4');
    socket.on('message', (datagram) => this.receive(datagram));
    socket.bind(port, address);
    await once(socket, 'listening');
    socket.on('error', (error) => this.logger.warn(`HEP: ${error.message}`));
    this.socket = socket;
    return socket.address().port;
  }

  close(): void {
    this.socket?.close();
    this.socket = undefined;
  }

  private receive(datagram: Buffer): void {
    const packet = parseHep(datagram, this.password);
    const message = packet && parseSipMessage(packet.payload);
    if (!packet || !message) return;
    try {
      const { at, source, destination } = packet;
      this.listener(message, { at, source, destination });
    } catch (error) {
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }
}
