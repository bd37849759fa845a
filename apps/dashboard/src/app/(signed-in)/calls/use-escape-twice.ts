import { useEffect, useEffectEvent, useState } from 'react';

/** The second press must come within this time, in ms. */
const windowMs = 1_500;

/** Escape, Escape: near every hand, and not pressed by accident. Returns whether the first has been pressed. */
export function useEscapeTwice(isActive: boolean, action: () => void): boolean {
  const [isArmed, setArmed] = useState(false);
  const act = useEffectEvent(action);
  useEffect(() => {
    if (!isActive) return;
    let armedUntil = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const disarm = () => {
      clearTimeout(timer);
      armedUntil = 0;
      setArmed(false);
    };
    const press = (event: KeyboardEvent) => {
      // In a dialog Escape closes the dialog, which may be gone by now.
      if (event.key !== 'Escape' || event.repeat || event.defaultPrevented) return;
      if (document.querySelector('[role=dialog],[role=alertdialog]')) return;
      if (performance.now() < armedUntil) {
        disarm();
        act();
        return;
      }
      armedUntil = performance.now() + windowMs;
      setArmed(true);
      clearTimeout(timer);
      timer = setTimeout(disarm, windowMs);
    };
    document.addEventListener('keydown', press);
    return () => {
      disarm();
      document.removeEventListener('keydown', press);
    };
  }, [isActive]);
  return isArmed;
}
