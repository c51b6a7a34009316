import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import { boardHeight } from '../grid.tsx';
import { zoomToFit } from './zoom.ts';

/**
 * How large a board is drawn so that all of it is on the screen. One that is too long even at the smallest size is shown from its top,
 * and from the middle of its turn on down to its end.
 */
export function useFit(
  widgets: Parameters<typeof boardHeight>[0],
  turn: number,
  turnMs: number,
): { readonly measure: RefCallback<HTMLDivElement>; readonly zoom: number } {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const measure = useCallback((element: HTMLDivElement | null) => {
    scroller.current = element;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setRoom({ width, height });
    });
    observer.observe(element);
    return () => {
      scroller.current = null;
      observer.disconnect();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn begins at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    const timer = setTimeout(() => {
      const { scrollHeight = 0 } = scroller.current ?? {};
      scroller.current?.scrollTo({ top: scrollHeight, behavior: 'smooth' });
    }, turnMs / 2);
    return () => clearTimeout(timer);
  }, [turn, turnMs]);
  return { measure, zoom: zoomToFit(room, boardHeight(widgets)) };
}
