import { create } from 'zustand';
import type { Figure, LiveFigures } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { ownedByUser } from './owned.ts';

/** The key figures in the order in which they are shown. */
export const FIGURES = ['revenue', 'orders', 'aov', 'refunds', 'openChats', 'openAlerts'] as const;
export type FigureName = (typeof FIGURES)[number];

interface FiguresStore {
  /** The latest figures of each window, so that switching back shows something at once. */
  readonly byWindow: Readonly<Partial<Record<TimeWindow, LiveFigures>>>;
}

/** Key figures, straight from their stream. */
export const useFigures = create<FiguresStore>(() => ({ byWindow: {} }));
ownedByUser('useFigures', () => useFigures.setState({ byWindow: {} }));

/** Reuses a figure's object if nothing in it changed, so that only changed figures are rendered again. */
export function reuseFigure(before: Figure | undefined, after: Figure): Figure {
  if (before === undefined) return after;
  const same =
    before.value === after.value &&
    before.previous === after.previous &&
    before.spark.length === after.spark.length &&
    before.spark.every((value, index) => value === after.spark[index]);
  return same ? before : after;
}

/** Stores an item of the stream. */
export function receiveFigures(figures: LiveFigures): void {
  useFigures.setState((state) => {
    const before = state.byWindow[figures.window];
    const next = { ...figures };
    for (const name of FIGURES) next[name] = reuseFigure(before?.[name], figures[name]);
    return { byWindow: { ...state.byWindow, [figures.window]: next } };
  });
}
