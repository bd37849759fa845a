import { useEffect, useEffectEvent, useState } from 'react';

/** Typing rests so long before it counts, in ms. */
const typingMs = 300;

/** A text as it is typed, told on when the typing rests. */
export function useTyped(value: string, onChange: (value: string) => void): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(value);
  const change = useEffectEvent(onChange);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change(text), typingMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return [text, setText];
}
