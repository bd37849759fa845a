import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkPorts, choosePort, chooseRange, portSentence } from './ports.mjs';

const listening = async (host: string) => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
};

const bound = async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, [Symbol.asyncDispose]: () => new Promise<void>((done) => socket.close(() => done())) };
};

const nothing = () => false;

describe('checkPorts', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('should name the port, its setting and the program where %s is taken', async (host) => {
    await using taken = await listening(host);
    const [problem, ...others] = await checkPorts([{ name: 'SIP_PORT', port: taken.port }]);
    expect(others).toEqual([]);
    expect(problem).toContain(`Port ${taken.port} (SIP_PORT) is taken by `);
    expect(problem).toContain('set SIP_PORT to another port in .env.');
    if (process.platform === 'linux') expect(problem).toContain(`(process ${process.pid})`);
  });

  it('should look at UDP only where it is used', async () => {
    await using taken = await bound();
    const use = { name: 'HEP_PORT', port: taken.port, host: '127.0.0.1', tcp: false };
    expect(await checkPorts([{ ...use, udp: true }])).toHaveLength(1);
    expect(await checkPorts([{ ...use, tcp: true }])).toEqual([]);
  });

  it('should refuse one port for two', async () => {
    await using taken = await listening('127.0.0.1');
    const { port } = taken;
    await taken[Symbol.asyncDispose]();
    const problems = await checkPorts([
      { name: 'API_PORT', port },
      { name: 'DASHBOARD_PORT', port },
    ]);
    expect(problems).toEqual([`API_PORT and DASHBOARD_PORT are both ${port}: give them different ports in .env.`]);
  });
});

describe('portSentence', () => {
  it.each([
    ['EACCES', 'Port 443 (DASHBOARD_PORT) may not be used by this user: set DASHBOARD_PORT to another port in .env, above 1023.'],
    ['EINVAL', 'Port 443 (DASHBOARD_PORT) cannot be listened on (EINVAL): set DASHBOARD_PORT to another port in .env.'],
  ])('should explain %s', (code, sentence) => {
    expect(portSentence({ name: 'DASHBOARD_PORT', port: 443 }, code)).toBe(sentence);
  });
});

describe('choosePort', () => {
  it('should keep what it had, then prefer, then take any', async () => {
    const kept = await choosePort({ isReserved: nothing });
    expect(await choosePort({ kept, isReserved: nothing })).toBe(kept);
    expect(await choosePort({ preferred: kept, isReserved: nothing })).toBe(kept);
    expect(await choosePort({ kept, isReserved: (port) => port === kept })).not.toBe(kept);
  });

  it('should leave a port that another has taken meanwhile', async () => {
    await using taken = await listening('127.0.0.1');
    expect(await choosePort({ kept: taken.port, isReserved: nothing })).not.toBe(taken.port);
    await using udp = await bound();
    expect(await choosePort({ kept: udp.port, udp: true, isReserved: nothing })).not.toBe(udp.port);
  });
});

describe('chooseRange', () => {
  it('should begin with an even port, and stay', async () => {
    const first = await chooseRange({ size: 8, isReserved: nothing });
    expect(first % 2).toBe(0);
    expect(await chooseRange({ kept: first, size: 8, isReserved: nothing })).toBe(first);
    expect(await chooseRange({ kept: first, size: 8, isReserved: (port) => port === first + 7 })).not.toBe(first);
  });
});
