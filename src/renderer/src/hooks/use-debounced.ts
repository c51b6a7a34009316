import { useEffect, useRef, useState } from 'react';

/**
 * The state of a text box that reports its value shortly after the last key. A value changed from outside (going back
 * in the history) replaces the text; the echo of its own value does not, so that no key is ever lost.
 */
export function useDebouncedText(
  value: string,
  onValue: (value: string) => void,
  afterMs = 180,
): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const reported = useRef(value);
  useEffect(() => {
    if (text === reported.current) return;
    const timer = setTimeout(() => {
      reported.current = text;
      onValue(text);
    }, afterMs);
    return () => clearTimeout(timer);
  }, [text, onValue, afterMs]);
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value);
  }, [value]);
  return [text, setText];
}

/** Returns a value once it has not changed for a while; what is equal in JSON is the same. The first is returned at once. */
export function useDebouncedValue<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value changes with its key
  useEffect(() => {
    const timer = setTimeout(() => setSettled(newest.current), afterMs);
    return () => clearTimeout(timer);
  }, [key, afterMs]);
  return settled;
}
