import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import { boardHeight } from '../grid.tsx';
import { screensOf, zoomToFit } from './zoom.ts';

/** How large a board is drawn so that all of it is on the screen. One that is too long for that is shown a screenful after the other. */
export function useFit(
  widgets: Parameters<typeof boardHeight>[0],
  turn: number,
  turnMs: number,
  paused: boolean,
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
  const zoom = zoomToFit(room, boardHeight(widgets));
  const screens = screensOf(room, boardHeight(widgets) * zoom);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn begins at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [turn]);
  useEffect(() => {
    if (screens === 1 || paused) return;
    const timer = setInterval(
      () => scroller.current?.scrollBy({ top: scroller.current.clientHeight, behavior: 'smooth' }),
      turnMs / screens,
    );
    return () => clearInterval(timer);
  }, [turnMs, screens, paused]);
  return { measure, zoom };
}
