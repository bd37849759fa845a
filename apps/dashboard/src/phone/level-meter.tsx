'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from '@/use-store';
import { audioChoice, microphoneConstraints } from './audio-choice';

/** Speech lies between these, in dBFS. */
const quietest = -60;
const loudest = -10;

/** How loud the chosen microphone is, while this is shown: it is open for just so long. */
export function LevelMeter() {
  const t = useTranslations('audio');
  const { microphoneId } = useStore(audioChoice);
  const bar = useRef<HTMLDivElement>(null);
  const [isHeard, setHeard] = useState(false);
  useEffect(() => {
    let isShown = true;
    let stop = () => {};
    const open = async () => {
      const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints());
      stop = () => stream.getTracks().forEach((track) => track.stop());
      if (!isShown) return stop();
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const measure = () => {
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        const part = (10 * Math.log10(power + 1e-12) - quietest) / (loudest - quietest);
        if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, Math.max(0, part)).toFixed(2)})`;
        if (part > 0.2) setHeard(true);
      };
      const timer = setInterval(measure, 60);
      stop = () => {
        clearInterval(timer);
        stream.getTracks().forEach((track) => track.stop());
        void context.close();
      };
    };
    void open().catch(() => undefined);
    return () => {
      isShown = false;
      stop();
    };
  }, [microphoneId]);
  return (
    <div className="grid gap-1.5">
      <div className="h-2.5 overflow-hidden rounded-full bg-sunken" data-level={isHeard ? 'heard' : 'silent'}>
        <div ref={bar} className="h-full origin-left scale-x-0 rounded-full bg-good transition-transform duration-75" />
      </div>
      <p role="status" className="text-sm text-ink-soft">
        {isHeard ? t('heard') : t('speak')}
      </p>
    </div>
  );
}
