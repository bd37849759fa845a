/** Asks a running Asterisk over one AMI connection, one question at a time: its CLI costs a process each. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class AskedDialplan {
  private text = '';
  private questions = 0;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => (this.text += data));
  }

  /** @throws where the login is refused */
  static async connect(login: { amiPort: number; amiUsername: string; amiPassword: string }): Promise<AskedDialplan> {
    const socket = connect({ host: '127.0.0.1', port: login.amiPort });
    await once(socket, 'connect');
    const asked = new AskedDialplan(socket);
    const answer = await asked.ask(
      { Action: 'Login', Username: login.amiUsername, Secret: login.amiPassword, Events: 'off' },
      /\r\n\r\n/,
    );
    if (!answer.includes('Response: Success')) throw new Error(`AMI: ${answer}`);
    return asked;
  }

  /** The patterns of [outbound] that take the number, in the order in which they are asked. */
  async patternsFor(number: string): Promise<string[]> {
    const question = { Action: 'ShowDialPlan', Context: 'outbound', Extension: number };
    // A list ends with its own event, a number that nothing takes with an error.
    const answer = await this.ask(question, /Event: ShowDialPlanComplete[^]*?\r\n\r\n|Response: Error[^]*?\r\n\r\n/);
    return [...answer.matchAll(/^Extension: (.*)\r$/gm)].map(([, pattern]) => pattern ?? '');
  }

  close(): void {
    this.socket.destroy();
  }

  private async ask(headers: Readonly<Record<string, string>>, end: RegExp): Promise<string> {
    const id = String((this.questions += 1));
    const lines = Object.entries({ ...headers, ActionID: id }).map(([key, value]) => `${key}: ${value}\r\n`);
    this.text = '';
    this.socket.write(`${lines.join('')}\r\n`);
    const isAnswered = (): boolean => this.text.includes(`ActionID: ${id}\r\n`) && end.test(this.text);
    while (!isAnswered()) await once(this.socket, 'data');
    return this.text;
  }
}
