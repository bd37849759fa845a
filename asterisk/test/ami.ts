/** As much of AMI as these tests need: log in, send one action after the other. */
import { connect } from 'node:net';

export interface AmiOptions {
  port: number;
  username: string;
  password: string;
}

/** Sends actions in order and gives the Response line and Message of each. */
export async function amiActions(options: AmiOptions, actions: readonly Record<string, string>[]): Promise<string[]> {
  const socket = connect(options.port, '127.0.0.1').setEncoding('utf8');
  const login = { Action: 'Login', Username: options.username, Secret: options.password, Events: 'off' };
  const responses: string[] = [];
  const all = [login, ...actions];
  await new Promise<void>((done, fail) => {
    let text = '';
    socket.once('error', fail).once('close', () => done());
    socket.on('data', (chunk: string) => {
      text += chunk;
      const answers = [...text.matchAll(/^Response: (\w+)\r\n(?:.+\r\n)*?ActionID: (\d+)([^]*?)\r\n\r\n/gm)];
      if (answers.length === responses.length) return;
      responses.splice(
        0,
        responses.length,
        ...answers.map(([, response = '', , rest = '']) => `${response} ${/Message: (.*)/.exec(rest)?.[1] ?? ''}`.trim()),
      );
      if (responses.length === all.length) socket.end();
      else write(responses.length);
    });
    const write = (index: number) =>
      socket.write(
        `${Object.entries({ ...all[index], ActionID: String(index) })
          .map(([name, value]) => `${name}: ${value}`)
          .join('\r\n')}\r\n\r\n`,
      );
    socket.once('connect', () => write(0));
  });
  return responses.slice(1);
}
