import { create } from 'zustand';
import type { Tone } from '../lib/tone.ts';
import { ownedByUser } from './owned.ts';

/** A button on a toast. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** A toast on screen. */
export interface ToastEntry {
  readonly id: string;
  readonly tone: Tone;
  readonly title: string;
  readonly body?: string | undefined;
  readonly actions?: readonly ToastAction[] | undefined;
  /** Stays until closed, for toasts that need action. */
  readonly sticky?: boolean | undefined;
}

/** The id of the toast about commands that are too old to be sent without asking. */
export const EXPIRED_TOAST = 'expired';

/** At max this many toasts are shown; the oldest are dropped first, those that need action last. */
const MAX_TOASTS = 3;

interface ToastStore {
  readonly toasts: readonly ToastEntry[];
}

/** The toasts on screen, oldest first. */
export const useToasts = create<ToastStore>(() => ({ toasts: [] }));
ownedByUser('useToasts', () => useToasts.setState({ toasts: [] }));

let counter = 0;

/** Adds a toast. It replaces one with the same id; otherwise the oldest that needs no action makes room. */
export function withToast(
  toasts: readonly ToastEntry[],
  entry: ToastEntry,
  max = MAX_TOASTS,
): readonly ToastEntry[] {
  const next = [...toasts.filter((known) => known.id !== entry.id), entry];
  while (next.length > max) {
    const passing = next.findIndex((known) => !known.sticky);
    next.splice(passing === -1 || passing === next.length - 1 ? 0 : passing, 1);
  }
  return next;
}

/** Shows a toast. It replaces one with the same id. */
export function toast(entry: Omit<ToastEntry, 'id'> & { readonly id?: string }): void {
  const id = entry.id ?? `toast-${++counter}`;
  useToasts.setState((state) => ({ toasts: withToast(state.toasts, { ...entry, id }) }));
}

/** Closes a toast. */
export function dismissToast(id: string): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((entry) => entry.id !== id) }));
}
