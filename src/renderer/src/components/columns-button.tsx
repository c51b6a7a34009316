import { ChevronDown, ChevronUp, Columns3, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewColumn } from '#shared/domain/views.ts';
import { MAX_WIDTH, MIN_WIDTH, moveColumn, resizeColumn, toggleColumn } from '../lib/columns.ts';
import { Button, IconButton } from './button.tsx';
import { Input } from './field.tsx';
import { Popover } from './overlay.tsx';

/** A column that a table can show: its name, and its usual width, px; null for what the others leave. */
export interface OfferedColumn {
  readonly id: string;
  readonly name: string;
  readonly usual: number | null;
}

/** Chooses the columns, their order and widths. Everything works by keyboard: Alt with an arrow moves a column. */
export function ColumnsButton({
  offered,
  columns,
  chosen,
  onColumns,
}: {
  /** All columns, in the order in which they are offered. */
  readonly offered: readonly OfferedColumn[];
  /** The columns on screen, from left to right. */
  readonly columns: readonly ViewColumn[];
  /** Whether they were chosen, not the usual ones. */
  readonly chosen: boolean;
  /** Called with null for the usual ones. */
  readonly onColumns: (columns: readonly ViewColumn[] | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const hidden = offered.filter(({ id }) => !columns.some((column) => column.id === id));
  const list = useRef<HTMLUListElement | null>(null);
  /** Moves a column, and keeps the focus on its box. */
  const move = (id: string, by: number): void => {
    onColumns(moveColumn(columns, id, by));
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-column="${id}"]`)?.focus());
  };
  return (
    <Popover
      label={t('inventory.columns.label')}
      className="w-[330px]"
      trigger={
        <Button icon={Columns3} aria-label={t('inventory.columns.label')}>
          <span className="@max-[1240px]:hidden">{t('inventory.columns.button')}</span>
        </Button>
      }
    >
      <div className="mb-2 flex items-center gap-2">
        <h2 className="flex-1 font-semibold">{t('inventory.columns.label')}</h2>
        <Button size="sm" icon={RotateCcw} disabled={!chosen} onClick={() => onColumns(null)}>
          {t('inventory.columns.reset')}
        </Button>
      </div>
      <ul ref={list} className="max-h-[min(480px,60vh)] overflow-auto">
        {columns.map(({ id, width }, n) => {
          const column = offered.find((one) => one.id === id);
          return column === undefined ? null : (
            <ColumnLine
              key={id}
              column={column}
              width={width}
              first={n === 0}
              last={n === columns.length - 1}
              alone={columns.length === 1}
              onToggle={() => onColumns(toggleColumn(columns, id))}
              onMove={(by) => move(id, by)}
              onWidth={(wide) => onColumns(resizeColumn(columns, id, wide))}
            />
          );
        })}
        {hidden.length > 0 && <li className="my-1.5 border-t border-line" aria-hidden />}
        {hidden.map(({ id, name }) => (
          <li key={id} className="flex h-8 items-center px-1">
            <label className="flex min-w-0 flex-1 items-center gap-2 text-ink-2">
              <input
                type="checkbox"
                data-column={id}
                checked={false}
                onChange={() => onColumns(toggleColumn(columns, id))}
                className="size-3.5 accent-accent"
              />
              {name}
            </label>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-ink-3">{t('inventory.columns.hint')}</p>
    </Popover>
  );
}

/** A column that is shown: its box, its width and its place. */
function ColumnLine({
  column: { id, name, usual },
  width,
  first,
  last,
  alone,
  onToggle,
  onMove,
  onWidth,
}: {
  readonly column: OfferedColumn;
  readonly width: number | null;
  readonly first: boolean;
  readonly last: boolean;
  /** Whether it is the only column, which must stay. */
  readonly alone: boolean;
  readonly onToggle: () => void;
  readonly onMove: (by: number) => void;
  readonly onWidth: (width: number | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li className="flex h-8 items-center gap-1 px-1">
      <label className="flex min-w-0 flex-1 items-center gap-2">
        <input
          type="checkbox"
          data-column={id}
          checked
          disabled={alone}
          onChange={onToggle}
          onKeyDown={onKeyDown}
          className="size-3.5 accent-accent"
        />
        <span className="truncate">{name}</span>
      </label>
      <Input
        type="number"
        min={MIN_WIDTH}
        max={MAX_WIDTH}
        step={10}
        aria-label={t('inventory.columns.width', { column: name })}
        placeholder={usual === null ? t('inventory.columns.auto') : undefined}
        value={width ?? usual ?? ''}
        onChange={({ target }) => onWidth(target.value === '' ? null : target.valueAsNumber)}
        className="!h-[26px] !w-[68px] text-right text-xs"
      />
      <IconButton
        size="sm"
        icon={ChevronUp}
        disabled={first}
        label={t('inventory.columns.up', { column: name })}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="sm"
        icon={ChevronDown}
        disabled={last}
        label={t('inventory.columns.down', { column: name })}
        onClick={() => onMove(1)}
      />
    </li>
  );
}
