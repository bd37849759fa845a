import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { until } from '@app/common/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { SoundStreams } from './sound-streams.js';

const playId = 'play-1';

let server: WebSocketServer;
let far: WebSocket;
let streams: SoundStreams;
let told: TelephonyEvent[];
let commands: string[];

/** Asterisk's part: the channel enters as soon as the socket is open. */
beforeEach(async () => {
  [told, commands] = [[], []];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'media' });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    far = socket;
    streams.receive(event('StasisStart'));
  });
  const api = {
    account: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    call: (resource: string, operation: string) => {
      commands.push(`${resource}.${operation}`);
      return Promise.resolve(operation === 'getChannelVar' ? { value: 'id' } : undefined);
    },
  };
  streams = new SoundStreams(api as unknown as AriApi, (each) => told.push(each));
  await streams.begin('bridge-1', playId, { sampleRate: 8000, samples: Readable.from([Buffer.alloc(320_000)]) });
});
afterEach(async () => {
  streams.stopAll();
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const event = (type: string, id = playId): { type: string } => Object.assign({ type }, { channel: { id } });

describe('SoundStreams', () => {
  it('should make the channel, and put it into the bridge', () => {
    expect(commands).toEqual(['channels.externalMedia', 'channels.getChannelVar', 'bridges.addChannel']);
  });

  it('should take the events of its channels, and no others', () => {
    expect(streams.receive(event('ChannelDestroyed'))).toBe(true);
    expect(streams.receive(event('ChannelDestroyed', 'a leg'))).toBe(false);
    expect(streams.receive({ type: 'PlaybackFinished' })).toBe(false);
  });

  it('should tell at once that a sound was not played where Asterisk closes it', async () => {
    far.close(1001);
    await until(() => expect(told).toMatchObject([{ type: 'played', playId, ok: false }]), { timeoutMs: 500 });
    expect(streams.size).toBe(0);
  });

  it('should tell it too where only this connection was lost', async () => {
    far.terminate();
    await until(() => expect(told).toMatchObject([{ type: 'played', playId, ok: false }]));
  });

  it('should not tell it where the event stream was lost with it, a moment later', async () => {
    const closed = once(far, 'close');
    far.terminate();
    await closed;
    streams.stopAll();
    await until(() => expect(streams.size).toBe(0));
    expect(told).toEqual([]);
  });

  it('should tell nothing of what was stopped', async () => {
    streams.stopIn('bridge-2');
    expect(far.readyState).toBe(far.OPEN);
    streams.stopIn('bridge-1');
    await until(() => expect(streams.size).toBe(0));
    expect(told).toEqual([]);
  });
});
