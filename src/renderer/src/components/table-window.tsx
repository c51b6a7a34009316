import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

/** The rows of a long table that are in view. */
export interface TableWindow {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly items: readonly VirtualItem[];
  /** The indexes of the first and the last row. */
  readonly from: number;
  readonly to: number;
  /** The heights of what is not drawn, px. */
  readonly above: number;
  readonly below: number;
  /** Returns how many rows Page Up and Page Down move. */
  readonly pageSize: () => number;
  readonly scrollTo: (index: number) => void;
  readonly scrollToTop: () => void;
}

/** Draws only the rows in view of a table with a sticky head as high as a row. Calls `onRange` with their indexes. */
export function useTableWindow(
  count: number,
  rowHeight: number,
  onRange: (from: number, to: number) => void,
): TableWindow {
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(from, to), [from, to, onRange]);
  return {
    scroller,
    items,
    from,
    to,
    above: items[0]?.start ?? 0,
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    pageSize: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    scrollTo: (index) => virtual.scrollToIndex(index),
    scrollToTop: () => virtual.scrollToOffset(0),
  };
}

/** Stands for the rows above or below those that are drawn. */
export function SpacerRow({
  height,
  columns,
}: {
  readonly height: number;
  readonly columns: number;
}): ReactNode {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}
