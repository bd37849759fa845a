import { useEffect, useState } from 'react';

export interface AudioDevices {
  microphones: readonly MediaDeviceInfo[];
  speakers: readonly MediaDeviceInfo[];
}

/** What is plugged in, now and after each change; undefined until it is known. Without leave to use a microphone the browser tells no names. */
export function useAudioDevices(isAllowed: boolean): AudioDevices | undefined {
  const [devices, setDevices] = useState<AudioDevices>();
  useEffect(() => {
    if (!('mediaDevices' in navigator)) return;
    let isShown = true;
    const read = async () => {
      const all = (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== '');
      const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== 'default');
      if (isShown) setDevices({ microphones: of('audioinput'), speakers: of('audiooutput') });
    };
    const changed = () => void read().catch(() => undefined);
    changed();
    navigator.mediaDevices.addEventListener('devicechange', changed);
    return () => {
      isShown = false;
      navigator.mediaDevices.removeEventListener('devicechange', changed);
    };
  }, [isAllowed]);
  return devices;
}
