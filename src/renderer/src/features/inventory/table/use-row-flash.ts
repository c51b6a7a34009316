import { type RefObject, useEffect, useRef } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { flash, REST_MS } from '../../../hooks/use-flash.ts';

/** The figures of a row that flash when they change. Their elements carry the name as `data-flash`. */
export const FLASHED = ['onHand', 'committed', 'available', 'unavailable', 'incoming'] as const;
export type FlashedQuantity = (typeof FLASHED)[number];

/** Flashes the figures of a row that change, each as `useFlash` does, with one effect for all of them. */
export function useRowFlash(row: StockRow): RefObject<HTMLTableRowElement | null> {
  const element = useRef<HTMLTableRowElement | null>(null);
  const last = useRef(row);
  const at = useRef<Map<FlashedQuantity, number> | null>(null);
  useEffect(() => {
    const before = last.current;
    if (before === row) return;
    last.current = row;
    const now = performance.now();
    for (const name of FLASHED) {
      if (before[name] === row[name] || now - (at.current?.get(name) ?? Number.NEGATIVE_INFINITY) <= REST_MS)
        continue;
      at.current ??= new Map();
      at.current.set(name, now);
      const figure = element.current?.querySelector<HTMLElement>(`[data-flash="${name}"]`);
      if (figure) flash(figure);
    }
  }, [row]);
  return element;
}
