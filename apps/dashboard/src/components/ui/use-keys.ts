import { useEffect, useEffectEvent } from 'react';

/** Letters by their place on the keyboard (KeyboardEvent.code without "Key"), so that they are the same in Cyrillic. */
export type Keys = Partial<Record<string, () => void>>;

/**
 * Single keys, such as M. In a field for text they are text: there Alt with the key does the same. A field for a telephone number takes no letters, so they
 * work in it. Nothing happens under an open dialog.
 */
export function useKeys(keys: Keys, isActive = true): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = keys[event.code.replace(/^Key/, '')];
    if (!action || event.repeat || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!event.altKey && takesText(event.target)) return;
    if (document.querySelector('[role=dialog],[role=alertdialog]')) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!isActive) return;
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isActive]);
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['tel', 'checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
