import { describe, expect, it } from 'vitest';
import { pageOrigin, sipAddress } from './page-origin.js';

const PUBLIC_URL = 'https://calls.example';

describe('pageOrigin', () => {
  it.each([
    [{ secure: false, host: 'localhost:3000' }, 'ws://localhost:3000/sip', 'localhost'],
    [{ secure: true, host: 'pbx.example' }, 'wss://pbx.example/sip', 'pbx.example'],
    [{ secure: true, host: '192.0.2.1:8443' }, 'wss://192.0.2.1:8443/sip', '192.0.2.1'],
    [{ secure: false, host: '[::1]:3000' }, 'ws://[::1]:3000/sip', '[::1]'],
    [{ secure: false, host: undefined }, 'wss://calls.example/sip', 'calls.example'],
    [{ secure: false, host: 'a/b@c' }, 'wss://calls.example/sip', 'calls.example'],
    [{ secure: false, host: 'a\r\nb' }, 'wss://calls.example/sip', 'calls.example'],
    [{ secure: false, host: 'a;transport=tcp' }, 'wss://calls.example/sip', 'calls.example'],
    [undefined, 'wss://calls.example/sip', 'calls.example'],
  ])('%j', (request, address, hostname) => {
    const origin = pageOrigin(request, PUBLIC_URL);
    expect(sipAddress(origin)).toBe(address);
    expect(origin.hostname).toBe(hostname);
  });
});
