import { z } from 'zod';
import { create } from 'zustand';
import { STANDARD_BOARD } from '#shared/domain/boards.ts';
import { Id } from '#shared/domain/ids.ts';
import { useUserId } from './session.ts';

/** The users whose choices this window remembers; the oldest are dropped. */
const MAX_USERS = 20;
const KEY = 'quayside.boards';
const Stored = z.array(z.object({ user: z.string(), id: Id }));
type Stored = z.infer<typeof Stored>;

function load(): Stored {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}

/** The board that opens first, by user: a preference of each user on this computer, which stays when they sign out. */
const useFirst = create<{ readonly users: Stored }>(() => ({ users: load() }));

/** Returns the id of the board that opens first. */
export function useFirstBoard(): string {
  const user = useUserId();
  return useFirst(({ users }) => users.find((one) => one.user === user)?.id ?? STANDARD_BOARD);
}

/** Keeps which board opens first. */
export function setFirstBoard(user: string | null, id: string): void {
  if (user === null) return;
  const users = [{ user, id }, ...useFirst.getState().users.filter((one) => one.user !== user)];
  useFirst.setState({ users: users.slice(0, MAX_USERS) });
  try {
    localStorage.setItem(KEY, JSON.stringify(useFirst.getState().users));
  } catch {
    // Storage may be full or forbidden; the choice then lasts as long as the window.
  }
}
