import { type RefObject, useEffect, useRef } from 'react';

const FLASH_MS = 900;
/** At most one flash per element in this time, so that figures that change constantly do not blink. */
export const REST_MS = 2500;

/** Flashes an element softly, unless motion is reduced. */
export function flash(element: HTMLElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--q-flash');
  element.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], {
    duration: FLASH_MS,
    easing: 'ease-out',
  });
}

/**
 * Flashes an element softly when a value changes. The first value does not count as a change; undefined means no value
 * yet. Does nothing under reduced motion or unless `enabled`.
 */
export function useFlash<E extends HTMLElement>(value: unknown, enabled = true): RefObject<E | null> {
  const element = useRef<E | null>(null);
  const last = useRef<{ value: unknown; at: number } | null>(null);
  useEffect(() => {
    if (value === undefined) return;
    const before = last.current;
    if (before !== null && Object.is(before.value, value)) return;
    const now = performance.now();
    const due = enabled && before !== null && now - before.at > REST_MS;
    last.current = { value, at: due || before === null ? now - (before === null ? REST_MS : 0) : before.at };
    if (due && element.current) flash(element.current);
  }, [value, enabled]);
  return element;
}
