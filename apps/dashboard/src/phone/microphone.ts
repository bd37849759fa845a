import { microphoneConstraints } from './audio-choice';
import type { Microphone } from './phone-state';

/** Whether there is a microphone that may be used, without asking for it. */
export async function checkMicrophone(): Promise<Microphone> {
  if (!window.isSecureContext || !('mediaDevices' in navigator)) return { kind: 'lacking', why: 'insecure' };
  const [devices, permission] = await Promise.all([navigator.mediaDevices.enumerateDevices(), microphonePermission()]);
  if (permission?.state === 'denied') return { kind: 'lacking', why: 'denied' };
  if (!devices.some((device) => device.kind === 'audioinput')) return { kind: 'lacking', why: 'missing' };
  return { kind: permission?.state === 'granted' ? 'allowed' : 'askFirst' };
}

/** Has the browser ask the person. */
export async function requestMicrophone(): Promise<Microphone> {
  const before = await checkMicrophone();
  if (before.kind === 'lacking' && before.why !== 'denied') return before;
  try {
    const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints());
    for (const track of stream.getTracks()) track.stop();
    return { kind: 'allowed' };
  } catch (error) {
    return microphoneAfter(error);
  }
}

/** What getUserMedia's refusal means: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function microphoneAfter(error: unknown): Microphone {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return { kind: 'lacking', why: 'denied' };
  return { kind: 'lacking', why: name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing' };
}

/** Calls back when the person changes the permission or plugs something in. Returns the way to stop. */
export function watchMicrophone(changed: () => void): () => void {
  if (!('mediaDevices' in navigator)) return () => {};
  let permission: PermissionStatus | undefined;
  let stopped = false;
  navigator.mediaDevices.addEventListener('devicechange', changed);
  void microphonePermission().then((status) => {
    if (stopped) return;
    permission = status;
    permission?.addEventListener('change', changed);
  });
  return () => {
    stopped = true;
    navigator.mediaDevices.removeEventListener('devicechange', changed);
    permission?.removeEventListener('change', changed);
  };
}

/** Undefined where the browser can't say. */
async function microphonePermission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'microphone' });
  } catch {
    return undefined;
  }
}
