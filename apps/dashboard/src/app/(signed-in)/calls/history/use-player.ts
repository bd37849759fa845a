import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** A link to a recording is good for 5 minutes; a new one is fetched before that, in ms. */
const linkMs = 4 * 60_000;

export interface Player {
  audio: RefObject<HTMLAudioElement | null>;
  isPlaying: boolean;
  /** Seconds. */
  time: number;
  rate: number;
  hasFailed: boolean;
  toggle: () => void;
  seek: (seconds: number) => void;
  setRate: (rate: number) => void;
}

/**
 * Plays a recording by its signed link.
 * @param renew  fetches a new link: asked before a link is used that may have run out
 */
export function usePlayer(playUrl: string, durationSeconds: number, renew: () => Promise<string | undefined>): Player {
  const audio = useRef<HTMLAudioElement>(null);
  const linkedAt = useRef(0);
  const [isPlaying, setPlaying] = useState(false);
  const [time, setTime] = useState(0);
  const [rate, setRate] = useState(1);
  const [hasFailed, setFailed] = useState(false);

  const link = useCallback((url: string, at = 0) => {
    const element = audio.current;
    if (!element) return;
    element.src = url;
    element.currentTime = at;
    linkedAt.current = performance.now();
  }, []);
  useEffect(() => link(playUrl), [link, playUrl]);

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const follow = () => {
      setPlaying(!element.paused && !element.ended);
      setTime(element.currentTime);
    };
    const fail = () => setFailed(true);
    const events = ['play', 'pause', 'ended', 'seeked', 'timeupdate'];
    for (const event of events) element.addEventListener(event, follow);
    element.addEventListener('error', fail);
    return () => {
      element.pause();
      for (const event of events) element.removeEventListener(event, follow);
      element.removeEventListener('error', fail);
    };
  }, []);

  const play = async (element: HTMLAudioElement) => {
    const place = element.ended ? 0 : element.currentTime;
    if (element.error || performance.now() - linkedAt.current > linkMs) {
      const url = await renew();
      if (!url) return setFailed(true);
      link(url, place);
    }
    setFailed(false);
    element.playbackRate = rate;
    await element.play();
  };
  return {
    audio,
    isPlaying,
    time,
    rate,
    hasFailed,
    toggle: () => {
      const element = audio.current;
      if (!element) return;
      if (!element.paused && !element.ended) element.pause();
      else void play(element).catch(() => setFailed(true));
    },
    seek: (seconds) => {
      const element = audio.current;
      if (!element) return;
      const place = Math.min(durationSeconds, Math.max(0, seconds));
      element.currentTime = place;
      setTime(place);
    },
    setRate: (next) => {
      setRate(next);
      if (audio.current) audio.current.playbackRate = next;
    },
  };
}
