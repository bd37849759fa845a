/** A way to AMI that breaks when a test says so: after so many actions of a name have gone through. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export class AmiCutter {
  private left = Number.POSITIVE_INFINITY;
  private counted = '';
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<AmiCutter> {
    const server = createServer();
    const cutter = new AmiCutter(server);
    server.on('connection', (near) => cutter.join(near, connect({ host: '127.0.0.1', port })));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return cutter;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Lets so many more of these actions through, and breaks the line with the last of them: Asterisk has it, and nobody hears its answer. */
  cutAfter(action: string, count: number): void {
    this.counted = `Action: ${action}\r\n`;
    this.left = count;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    far.on('data', (data) => near.write(data));
    near.on('data', (data) => {
      // The client writes one action at a time.
      if (data.includes(this.counted)) this.left -= 1;
      if (this.left > 0) return void far.write(data);
      this.left = Number.POSITIVE_INFINITY;
      near.destroy();
      far.end(data);
    });
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
