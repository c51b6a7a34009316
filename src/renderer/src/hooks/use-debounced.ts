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
