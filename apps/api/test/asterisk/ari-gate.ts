/** Stands between the api and Asterisk's ARI: every command is seen on its way, one can be held where it is, and the line can be cut. */
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request that changes something; reads are passed on unseen. */
export interface AriCommand {
  /** `POST channels/<id>/dial`, without the query. */
  what: string;
  query: URLSearchParams;
  body: string;
}

/** `before`: Asterisk never gets it. `after`: Asterisk does it, and the api never hears so. */
export type Hold = 'before' | 'after';

export class AriGate {
  readonly commands: AriCommand[] = [];
  /** Commands that are held, once they have come as far as they come. */
  readonly held: AriCommand[] = [];
  /** Asked of each command, once it is the last of `commands`. */
  holds: (command: AriCommand) => Hold | undefined = () => undefined;
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly asterisksPort: number,
  ) {
    server.on('connection', (socket) => {
      if (this.isCut) return socket.destroy();
      this.follow(socket);
    });
    server.on('request', (request, response) => void this.pass(request, response));
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => this.passStream(request, socket));
  }

  static async start(asterisksPort: number): Promise<AriGate> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AriGate(server, asterisksPort);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Every connection breaks, and none can be made, until the line is mended. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request).catch(() => undefined);
    if (body === undefined) return;
    const { method = '', url = '' } = request;
    const command = method === 'GET' ? undefined : readCommand(method, url, body);
    if (command) this.commands.push(command);
    const hold = command && this.holds(command);
    if (command && hold === 'before') return void this.held.push(command);
    const onward = httpRequest(this.onward(request), (answer) => {
      if (command && hold === 'after') {
        answer.resume();
        answer.once('end', () => this.held.push(command));
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('socket', (socket) => this.follow(socket));
    onward.on('error', () => response.destroy());
    response.on('close', () => response.writableFinished || onward.destroy());
    onward.end(body);
  }

  private passStream(request: IncomingMessage, socket: Socket): void {
    const onward = httpRequest(this.onward(request));
    const end = (): void => void [socket, onward].map((each) => each.destroy());
    socket.on('error', end).on('close', end);
    onward.on('error', end);
    onward.on('response', end);
    onward.on('upgrade', (answer, other, head) => {
      this.follow(other);
      const headers = answer.rawHeaders.flatMap((name, n, all) => (n % 2 === 0 ? [`${name}: ${all[n + 1]}`] : []));
      socket.write([`HTTP/1.1 101 Switching Protocols`, ...headers, '', ''].join('\r\n'));
      socket.write(head);
      other.on('error', end).on('close', end);
      socket.on('close', () => other.destroy());
      socket.pipe(other).pipe(socket);
    });
    onward.end();
  }

  private onward({ method, url, headers }: IncomingMessage) {
    return { host: '127.0.0.1', port: this.asterisksPort, method, path: url, headers, agent: false };
  }

  private follow(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function readCommand(method: string, url: string, body: string): AriCommand {
  const { pathname, searchParams } = new URL(url, 'http://asterisk');
  return { what: `${method} ${decodeURIComponent(pathname.slice('/ari/'.length))}`, query: searchParams, body };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The commands of one call, in order: `POST channels/LEG1/dial`, with CALL for its id and LEG1 for the first leg that was made for it. */
export function callsCommands(commands: readonly AriCommand[], callId: string): { name: string; command: AriCommand }[] {
  const legs: string[] = [];
  return commands.flatMap((command) => {
    const { what, query, body } = command;
    const leg = query.get('channelId') ?? query.get('channel') ?? '';
    if (what === 'POST channels/create' && body.includes(callId)) legs.push(leg);
    if (!what.includes(callId) && !legs.some((id) => id === leg || what.includes(id))) return [];
    const named = legs.reduce((text, id, n) => text.replaceAll(id, `LEG${n + 1}`), `${what} ${leg}`.trim());
    return [{ name: named.replaceAll(callId, 'CALL'), command }];
  });
}
