import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findEmoji, inTone, type KnownEmoji, SKIN_TONES, type SkinTone } from '#shared/domain/emoji.ts';
import { setEmojiChoice, useEmoji, useEmojiChoice } from '../../hooks/use-emoji.ts';
import { isPlain } from '../../keyboard/key-press.ts';
import { cx } from '../../lib/cx.ts';
import { EMOJI_GROUPS, type EmojiGroup } from '../../lib/emoji-data.ts';
import { SearchInput, Select } from '../field.tsx';
import { SkeletonRows } from '../states.tsx';
import { COLUMNS, moveInGrid } from './grid-keys.ts';

/** Emoji found at most. */
const MAX_FOUND = 80;
const HAND: readonly string[] = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];
const RECENT = { name: 'recent', sign: '🕘' } as const;
type Shown = EmojiGroup | 'recent';

/** All emoji: those used last, by group, and by name in both languages. */
export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }): ReactNode {
  const { t } = useTranslation();
  const { all, failed } = useEmoji(true);
  const { tone, recent } = useEmojiChoice();
  const [text, setText] = useState('');
  const [chosen, setShown] = useState<Shown | null>(null);
  const shown = chosen ?? (recent.length > 0 ? 'recent' : 'smileys');
  const grid = useRef<HTMLDivElement | null>(null);
  const shownGroup = EMOJI_GROUPS.find((one) => one.name === shown)?.group;
  const searching = text.trim() !== '';
  const labels = new Map(
    all.flatMap(({ emoji, skins, label }) => [emoji, ...skins].map((one) => [one, label])),
  );
  const cell = (known: KnownEmoji): Cell => ({ emoji: inTone(known, tone), label: known.label });
  const cells: readonly Cell[] = searching
    ? findEmoji(all, text, MAX_FOUND).map(cell)
    : shown === 'recent'
      ? recent.map((emoji) => ({ emoji, label: labels.get(emoji) ?? emoji }))
      : all.filter(({ group }) => group === shownGroup).map(cell);
  const choices = recent.length > 0 ? [RECENT, ...EMOJI_GROUPS] : EMOJI_GROUPS;
  const name = searching ? t('emoji.found', { count: cells.length }) : t(`emoji.groups.${shown}`);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <SearchInput
          value={text}
          onValue={setText}
          label={t('emoji.search')}
          clearLabel={t('emoji.clear')}
          className="min-w-0 flex-1"
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || !isPlain(event)) return;
            event.preventDefault();
            grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
          }}
        />
        <Select
          aria-label={t('emoji.tone')}
          value={String(tone)}
          className="w-[68px]"
          onChange={(value) => {
            const next = SKIN_TONES.find((one) => String(one) === value) ?? 0;
            setEmojiChoice((before) => ({ ...before, tone: next }));
          }}
          options={SKIN_TONES.map((one: SkinTone) => ({ value: String(one), label: HAND[one] ?? '' }))}
        />
      </div>
      {!searching && (
        <div role="toolbar" aria-label={t('emoji.group')} className="flex justify-between">
          {choices.map(({ name: one, sign }) => (
            <button
              key={one}
              type="button"
              aria-label={t(`emoji.groups.${one}`)}
              title={t(`emoji.groups.${one}`)}
              aria-pressed={one === shown}
              onClick={() => setShown(one)}
              className={cx(
                'inline-flex size-7 items-center justify-center rounded-sm text-base leading-none hover:bg-hover',
                one === shown && 'bg-accent-soft outline-1 outline-accent',
              )}
            >
              {sign}
            </button>
          ))}
        </div>
      )}
      <p role="status" className="text-xs text-ink-3">
        {failed ? t('emoji.failed') : name}
      </p>
      {all.length === 0 && !failed ? (
        <SkeletonRows rows={4} />
      ) : (
        <Grid key={searching ? text : shown} label={name} cells={cells} box={grid} onPick={onPick} />
      )}
    </div>
  );
}

/** An emoji and its name. */
interface Cell {
  readonly emoji: string;
  readonly label: string;
}

/** The emoji in rows. One of them is in the tab order; the arrow keys move it. */
function Grid({
  label,
  cells,
  box,
  onPick,
}: {
  readonly label: string;
  readonly cells: readonly Cell[];
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onPick: (emoji: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!isPlain(event)) return;
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const next = moveInGrid(event.key, at, cells.length, rtl);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    const button = event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next}"]`);
    button?.focus();
  };
  const rows = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  if (cells.length === 0) return <p className="h-[216px] px-1 text-ink-2">{t('emoji.none')}</p>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot have its rows' cells as buttons with one tab stop
    <div
      ref={box}
      role="grid"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="h-[216px] overflow-y-auto"
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of one list, which never move
        // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus
        // biome-ignore lint/a11y/useSemanticElements: see the grid
        <div key={index} role="row" className="flex">
          {row.map(({ emoji, label: name }, column) => {
            const cell = index * COLUMNS + column;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the grid
              // biome-ignore lint/a11y/useFocusableInteractive: the button in it takes the focus
              <span key={emoji} role="gridcell">
                <button
                  type="button"
                  data-cell={cell}
                  tabIndex={cell === at ? 0 : -1}
                  aria-label={name}
                  title={name}
                  onFocus={() => setAt(cell)}
                  onClick={() => onPick(emoji)}
                  className="inline-flex size-9 items-center justify-center rounded-sm text-xl leading-none hover:bg-hover focus-visible:-outline-offset-2"
                >
                  {emoji}
                </button>
              </span>
            );
          })}
        </div>
      ))}
    </div>
  );
}
