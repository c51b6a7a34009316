import { useEffect, useRef, useState } from 'react';

/**
 * A text box whose value is told a moment after the last key. What it is told from outside (going back in the history)
 * replaces it, its own echo does not, so that it never loses keys or focus.
 */
export function useDebouncedText(
  value: string,
  onValue: (value: string) => void,
  afterMs = 180,
): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      onValue(text);
    }, afterMs);
    return () => clearTimeout(timer);
  }, [text, onValue, afterMs]);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  return [text, setText];
}
