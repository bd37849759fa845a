import { Store } from '@/store';

/** Which microphone and speaker this browser uses; undefined: the system's own choice. Not secret, so it is kept in localStorage. */
export interface AudioChoice {
  microphoneId?: string;
  speakerId?: string;
}

const key = 'trunkline-audio';

export const audioChoice = new Store<AudioChoice>(read());

export function chooseAudio(change: AudioChoice): void {
  const choice = { ...audioChoice.get(), ...change };
  audioChoice.set(choice);
  localStorage.setItem(key, JSON.stringify(choice));
}

/** ideal: a headset that was unplugged must not keep a call from being answered. */
export function microphoneConstraints(): MediaStreamConstraints {
  const { microphoneId } = audioChoice.get();
  return {
    audio: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(microphoneId ? { deviceId: { ideal: microphoneId } } : {}),
    },
    video: false,
  };
}

function read(): AudioChoice {
  if (typeof localStorage === 'undefined') return {};
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>;
    const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
    return { microphoneId: text(kept.microphoneId), speakerId: text(kept.speakerId) };
  } catch {
    return {};
  }
}
