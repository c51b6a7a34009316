import { type RefObject, useEffect } from 'react';

/**
 * Keeps the end of a scrolled element in view when the element gets lower, such as while the text below it grows. `end` is the
 * distance, px, within which the reader is at the end.
 */
export function useStayAtEnd(scroller: RefObject<HTMLElement | null>, end: number, toEnd: () => void): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const lost = height - element.clientHeight;
      height = element.clientHeight;
      const distance = element.scrollHeight - element.scrollTop - height;
      if (lost > 0 && distance - lost <= end) toEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, end, toEnd]);
}
