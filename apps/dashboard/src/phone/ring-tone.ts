import { audioChoice } from './audio-choice';

/** Two tones of a telephone's bell, in Hz, rung for a second and silent for two. */
const tones = [523, 659];
const ringSeconds = 1;
const pauseSeconds = 2;
const loudness = 0.18;

/** Rings until the returned function is called. The browser may keep it silent until the person has pressed something on the page. */
export function startRinging(): () => void {
  if (typeof AudioContext === 'undefined') return () => {};
  const context = new AudioContext();
  const { speakerId } = audioChoice.get();
  if (speakerId && 'setSinkId' in context) {
    void (context.setSinkId as (id: string) => Promise<void>)(speakerId).catch(() => undefined);
  }
  const volume = context.createGain();
  volume.gain.value = 0;
  volume.connect(context.destination);
  for (const frequency of tones) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start();
  }
  const ring = () => {
    const now = context.currentTime;
    volume.gain.cancelScheduledValues(now);
    volume.gain.setTargetAtTime(loudness, now, 0.02);
    volume.gain.setTargetAtTime(0, now + ringSeconds, 0.05);
  };
  const resume = () => void context.resume();
  document.addEventListener('pointerdown', resume);
  document.addEventListener('keydown', resume);
  ring();
  const timer = setInterval(ring, (ringSeconds + pauseSeconds) * 1000);
  return () => {
    clearInterval(timer);
    document.removeEventListener('pointerdown', resume);
    document.removeEventListener('keydown', resume);
    void context.close();
  };
}
