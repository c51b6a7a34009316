import { useCallback, useState } from 'react';

/** Returns a ref callback and the width of its element, px; `initial` until it is measured. */
export function useWidth<E extends HTMLElement>(
  initial: number,
): readonly [(element: E | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(initial);
  const observe = useCallback((element: E | null) => {
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [observe, width];
}
