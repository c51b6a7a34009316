import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { isPlain } from '../keyboard/key-press.ts';
import { nextIndex } from '../keyboard/list-keys.ts';
import { cx } from '../lib/cx.ts';
import { listPress } from '../stores/shortcuts.ts';

/** How many rows before the end the next page is requested. */
const END_MARGIN = 12;

/** Props of `VirtualList`. */
export interface VirtualListProps<T> {
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** All rows have this height, px. */
  readonly rowHeight: number;
  readonly renderRow: (row: T, state: { readonly active: boolean }) => ReactNode;
  readonly label: string;
  /** The chosen row. Arrow keys, Home, End and Page keys move it; Enter opens it. */
  readonly activeKey?: string | null;
  readonly onActive?: (row: T) => void;
  readonly onOpen?: (row: T) => void;
  /** Called near the end of what is loaded. */
  readonly onEnd?: (() => void) | undefined;
  readonly header?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
  readonly scrollRef?: RefObject<HTMLDivElement | null>;
  readonly onScrolled?: (top: number) => void;
}

/**
 * A list of any length that renders only the rows in view. With `onActive` it is a listbox with one tab stop: focus
 * stays on the list and `aria-activedescendant` names the chosen row. Without, it is a plain list whose rows hold their
 * own links.
 */
export function VirtualList<T>(props: VirtualListProps<T>): ReactNode {
  const {
    rows,
    rowKey,
    rowHeight,
    renderRow,
    label,
    activeKey = null,
    onActive,
    onOpen,
    onEnd,
    header,
    footer,
    className,
    onScrolled,
  } = props;
  const own = useRef<HTMLDivElement | null>(null);
  const scroller = props.scrollRef ?? own;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? -1;
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - END_MARGIN) onEnd();
  }, [last, rows.length, onEnd]);

  const selectable = onActive !== undefined;
  const activeIndex = activeKey === null ? -1 : rows.findIndex((row) => rowKey(row) === activeKey);
  // A row that was chosen elsewhere, by J or K or an address, comes into view once; then the reader may scroll away from it.
  const shownKey = useRef<string | null>(null);
  useEffect(() => {
    if (activeIndex < 0 || shownKey.current === activeKey) return;
    shownKey.current = activeKey;
    virtual.scrollToIndex(activeIndex);
  }, [activeIndex, activeKey, virtual]);
  const prefix = label.replace(/\W+/g, '-');

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!selectable || event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && isPlain(event)) {
      // What opens takes the focus, and must not get this key as well.
      event.preventDefault();
      const row = rows[activeIndex];
      if (row !== undefined) onOpen?.(row);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 1);
    const next = nextIndex(listPress(event), activeIndex, rows.length, page);
    const row = next === null ? undefined : rows[next];
    if (row === undefined) return;
    event.preventDefault();
    onActive(row);
  };

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is listbox or list, both take a name
    <div
      ref={scroller}
      className={cx('relative h-full overflow-auto focus-visible:-outline-offset-2', className)}
      onScroll={onScrolled && ((event) => onScrolled(event.currentTarget.scrollTop))}
      {...(selectable
        ? {
            role: 'listbox',
            tabIndex: 0,
            'aria-activedescendant': activeIndex >= 0 ? `${prefix}-${activeKey}` : undefined,
            onKeyDown,
          }
        : { role: 'list', tabIndex: 0 })}
      aria-label={label}
    >
      {header}
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const key = rowKey(row);
          const active = key === activeKey;
          const body = renderRow(row, { active });
          const position = { height: rowHeight, transform: `translateY(${item.start}px)` };
          if (!selectable) {
            return (
              // biome-ignore lint/a11y/useSemanticElements: rows are laid out by transform inside a sized box
              <div
                key={item.key}
                role="listitem"
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={position}
              >
                {body}
              </div>
            );
          }
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the listbox, which holds the focus
            <div
              key={item.key}
              id={`${prefix}-${key}`}
              role="option"
              aria-selected={active}
              tabIndex={-1}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 cursor-pointer"
              style={position}
              onClick={() => onActive(row)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {body}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}
