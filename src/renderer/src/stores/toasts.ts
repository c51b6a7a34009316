import { create } from 'zustand';
import type { Said } from '../lib/said.ts';
import type { Tone } from '../lib/tone.ts';
import { ownedByUser } from './owned.ts';

/** A button on a toast. */
export interface ToastAction {
  readonly label: Said;
  readonly run: () => void;
}

/** What a toast says. Its texts are put into words when it is shown: the language may change while it stands. */
export interface ToastContent {
  readonly id: string;
  readonly tone: Tone;
  readonly title: Said;
  readonly body?: Said | undefined;
  readonly actions?: readonly ToastAction[] | undefined;
  /** Stays until closed, for toasts that need action. */
  readonly sticky?: boolean | undefined;
  /** How long it stays, ms; by default as its tone says. */
  readonly ms?: number | undefined;
  /** The page of the record it is about. The toast closes when that page is opened. */
  readonly path?: string | null | undefined;
}

/** A toast on screen. */
export interface ToastEntry extends ToastContent {
  /** How many pieces of news about the same record it stands for. */
  readonly count: number;
}

/** The toasts on screen, oldest first, and how many they have pushed out since the screen was last free of them. */
export interface ToastState {
  readonly toasts: readonly ToastEntry[];
  readonly hidden: number;
}

/** The id of the toast about commands that are too old to be sent without asking. */
export const EXPIRED_TOAST = 'expired';

/** At most this many toasts are shown; the oldest are dropped first, those that need action last. */
const MAX_TOASTS = 2;
const NONE: ToastState = { toasts: [], hidden: 0 };

/** The toasts on screen. */
export const useToasts = create<ToastState>(() => NONE);
ownedByUser('useToasts', () => useToasts.setState(NONE));

let counter = 0;

/**
 * Adds a toast. It replaces one with the same id and, if it is about a record, counts on; otherwise the oldest that needs no
 * action makes room and is counted as hidden.
 */
export function withToast(
  { toasts, hidden }: ToastState,
  content: ToastContent,
  max = MAX_TOASTS,
): ToastState {
  const known = toasts.find(({ id }) => id === content.id);
  const grouped = known !== undefined && content.path != null;
  const entry: ToastEntry = { ...content, count: grouped ? known.count + 1 : 1 };
  const next = [...toasts.filter((one) => one !== known), entry];
  const over = Math.max(0, next.length - max);
  for (let n = 0; n < over; n += 1) {
    const passing = next.findIndex((one) => !one.sticky);
    next.splice(passing === -1 || passing === next.length - 1 ? 0 : passing, 1);
  }
  return { toasts: next, hidden: hidden + over };
}

/** Removes the toasts that match. Without toasts, nothing is hidden. */
export function withoutToasts(state: ToastState, gone: (entry: ToastEntry) => boolean): ToastState {
  const toasts = state.toasts.filter((entry) => !gone(entry));
  if (toasts.length === state.toasts.length) return state;
  return toasts.length === 0 ? NONE : { toasts, hidden: state.hidden };
}

/** Shows a toast. It replaces one with the same id. */
export function toast(content: Omit<ToastContent, 'id'> & { readonly id?: string }): void {
  const id = content.id ?? `toast-${++counter}`;
  useToasts.setState((state) => withToast(state, { ...content, id }));
}

/** Counts news that no toast was made for, next to the toasts that are shown. */
export function countHidden(count: number): void {
  useToasts.setState((state) => (state.toasts.length === 0 ? state : { hidden: state.hidden + count }));
}

/** Closes a toast. */
export function dismissToast(id: string): void {
  useToasts.setState((state) => withoutToasts(state, (entry) => entry.id === id));
}

/** Closes the toasts about the record of a page that was opened. */
export function dismissToastsAbout(path: string): void {
  useToasts.setState((state) => withoutToasts(state, (entry) => entry.path === path));
}
