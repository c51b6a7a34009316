import { useMemo } from 'react';
import { z } from 'zod';
import { create } from 'zustand';
import { Id } from '#shared/domain/ids.ts';
import { MAX_FOLDERS } from '#shared/domain/views.ts';
import { useUserId } from './session.ts';

/** The users whose orders this window remembers; the oldest are dropped. */
const MAX_USERS = 20;
const Stored = z.array(z.object({ user: z.string(), ids: z.array(Id).max(MAX_FOLDERS) }));
type Stored = z.infer<typeof Stored>;

const KEY = 'quayside.folders';

function load(): Stored {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}

/** The order of the saved folders, by user: a preference of each user, which stays when they sign out. */
const useOrders = create<{ readonly users: Stored }>(() => ({ users: load() }));

/** Returns records in the order that was chosen; those without a place follow in their own. */
export function inOrder<R extends { readonly id: string }>(rows: readonly R[], ids: readonly string[]): R[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const at = ({ id }: R): number => place.get(id) ?? ids.length;
  return rows.toSorted((a, b) => at(a) - at(b));
}

/** Returns the ids after one was moved by some places; the same where it is at the end already. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** Returns the user's order of folders. */
export function useFolderOrder(): readonly string[] {
  const user = useUserId();
  const users = useOrders((state) => state.users);
  return useMemo(() => users.find((one) => one.user === user)?.ids ?? [], [users, user]);
}

/** Keeps the user's order of folders. */
export function setFolderOrder(user: string | null, ids: readonly string[]): void {
  if (user === null) return;
  const others = useOrders.getState().users.filter((one) => one.user !== user);
  const users = [{ user, ids: ids.slice(0, MAX_FOLDERS) }, ...others].slice(0, MAX_USERS);
  useOrders.setState({ users });
  try {
    localStorage.setItem(KEY, JSON.stringify(users));
  } catch {
    // Storage may be full or forbidden; the order then lasts as long as the window.
  }
}
