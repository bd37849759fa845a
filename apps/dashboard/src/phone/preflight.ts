import type { UA } from 'jssip';
import { microphoneConstraints } from './audio-choice';
import { microphoneAfter } from './microphone';
import type { Microphone } from './phone-state';

/** What is tried before a page says for the first time that it can be called, in this order. */
export const checkNames = ['microphone', 'media', 'socket', 'roundTrip'] as const;
export type CheckName = (typeof checkNames)[number];

export interface Check {
  result: 'waiting' | 'running' | 'ok' | 'failed';
  milliseconds?: number;
}

export type Checks = Readonly<Record<CheckName, Check>>;

export const noChecks: Checks = {
  microphone: { result: 'waiting' },
  media: { result: 'waiting' },
  socket: { result: 'waiting' },
  roundTrip: { result: 'waiting' },
};

/** How long each may take, in ms. */
const mediaMs = 5_000;
const roundTripMs = 4_000;

/** Opens the microphone for a moment: one that another program holds is listed and gives nothing. */
export async function tryMicrophone(): Promise<Microphone> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints());
    for (const track of stream.getTracks()) track.stop();
    return { kind: 'allowed' };
  } catch (error) {
    return microphoneAfter(error);
  }
}

/** Whether this browser makes encrypted connections at all, which policies and extensions forbid: it calls itself. */
export async function tryMedia(): Promise<boolean> {
  if (typeof RTCPeerConnection === 'undefined') return false;
  const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    const opened = new Promise<boolean>((resolve) => {
      callee.ondatachannel = () => resolve(true);
      timer = setTimeout(() => resolve(false), mediaMs);
    });
    caller.createDataChannel('preflight');
    await caller.setLocalDescription();
    if (caller.localDescription) await callee.setRemoteDescription(caller.localDescription);
    await callee.setLocalDescription();
    if (callee.localDescription) await caller.setRemoteDescription(callee.localDescription);
    return await opened;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    caller.close();
    callee.close();
  }
}

/** From here to Asterisk and back over the telephone's own connection, in ms; undefined where nothing came in time. Any answer counts. */
export function tryRoundTrip(ua: UA, uri: string): Promise<number | undefined> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), roundTripMs);
    const answered = ({ response }: { response?: unknown }) => {
      clearTimeout(timer);
      resolve(response ? performance.now() - begun : undefined);
    };
    (ua as UA & Options).sendOptions(uri, undefined, { eventHandlers: { succeeded: answered, failed: answered } });
  });
}

/** Missing in JsSIP's types. */
interface Options {
  sendOptions(
    target: string,
    body: undefined,
    options: { eventHandlers: Record<'succeeded' | 'failed', (event: { response?: unknown }) => void> },
  ): void;
}
