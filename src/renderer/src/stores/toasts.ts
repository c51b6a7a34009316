import { create } from 'zustand';
import type { Tone } from '../lib/tone.ts';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastEntry {
  readonly id: string;
  readonly tone: Tone;
  readonly title: string;
  readonly body?: string | undefined;
  readonly actions?: readonly ToastAction[] | undefined;
  /** Stays until closed: for what needs the user to act. */
  readonly sticky?: boolean | undefined;
}

/** More than this at once are dropped from the old end, those that need action last. */
const MOST = 3;

interface ToastStore {
  readonly toasts: readonly ToastEntry[];
}

export const useToasts = create<ToastStore>(() => ({ toasts: [] }));

let counter = 0;

/** Adds a toast to those shown: the same id replaces, the oldest that need nothing make room. */
export function withToast(
  toasts: readonly ToastEntry[],
  entry: ToastEntry,
  most = MOST,
): readonly ToastEntry[] {
  const next = [...toasts.filter((known) => known.id !== entry.id), entry];
  while (next.length > most) {
    const passing = next.findIndex((known) => !known.sticky);
    next.splice(passing === -1 || passing === next.length - 1 ? 0 : passing, 1);
  }
  return next;
}

/** Shows a toast. One with the id of another replaces it. */
export function toast(entry: Omit<ToastEntry, 'id'> & { readonly id?: string }): void {
  const id = entry.id ?? `toast-${++counter}`;
  useToasts.setState((state) => ({ toasts: withToast(state.toasts, { ...entry, id }) }));
}

export function dismissToast(id: string): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((entry) => entry.id !== id) }));
}
