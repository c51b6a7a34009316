import { create } from 'zustand';
import type { Figure, LiveFigures, Scope, Window } from '#shared/bridge/live.ts';
import { FIGURES } from '#shared/domain/figures.ts';
import { ownedByUser } from './owned.ts';

/** Figures of this many scopes are kept, so that switching back shows something at once. */
const MAX_SCOPES = 8;

interface FiguresStore {
  /** The latest figures by scope, see `scopeKey`; the last received is the last. */
  readonly byScope: Readonly<Record<string, LiveFigures>>;
}

/** Key figures, straight from their stream. */
export const useFigures = create<FiguresStore>(() => ({ byScope: {} }));
ownedByUser('useFigures', () => useFigures.setState({ byScope: {} }));

/** Returns the name of a window in keys and texts: its own, or `days`. */
export function windowName(window: Window): 'days' | Exclude<Window, object> {
  return typeof window === 'string' ? window : 'days';
}

/** Returns a key that is the same for equal scopes. */
export function scopeKey({ window, locationId }: Scope): string {
  const period = typeof window === 'string' ? window : `${window.from}..${window.to}`;
  return `${period} ${locationId ?? ''}`;
}

/** Returns the latest figures of a scope; undefined before they were received. */
export function useScopedFigures<T>(scope: Scope, select: (figures: LiveFigures) => T): T | undefined {
  return useFigures((state) => {
    const figures = state.byScope[scopeKey(scope)];
    return figures === undefined ? undefined : select(figures);
  });
}

/** Reuses a figure's object if nothing in it changed, so that only changed figures are rendered again. */
export function reuseFigure(before: Figure | undefined, after: Figure): Figure {
  if (before === undefined) return after;
  const same =
    before.value === after.value &&
    before.previous === after.previous &&
    before.known === after.known &&
    before.spark.length === after.spark.length &&
    before.spark.every((value, index) => value === after.spark[index]);
  return same ? before : after;
}

/** Stores an item of the stream. */
export function receiveFigures(figures: LiveFigures): void {
  useFigures.setState((state) => {
    const key = scopeKey(figures);
    const { [key]: before, ...others } = state.byScope;
    const next = { ...figures };
    for (const name of FIGURES) next[name] = reuseFigure(before?.[name], figures[name]);
    const kept = Object.entries(others).slice(1 - MAX_SCOPES);
    return { byScope: { ...Object.fromEntries(kept), [key]: next } };
  });
}
