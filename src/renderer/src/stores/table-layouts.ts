import { z } from 'zod';
import { create } from 'zustand';
import { ViewColumn } from '#shared/domain/views.ts';
import { useUserId } from './session.ts';

/** The users whose layouts this window remembers, and the layouts of each; the oldest are dropped. */
const MAX_USERS = 20;
const MAX_LAYOUTS = 60;

/** The columns of a table from left to right; null for the usual ones. */
export type TableLayout = readonly ViewColumn[] | null;

const Columns = z.array(ViewColumn).min(1).max(40);
const Stored = z.array(
  z.object({ user: z.string(), layouts: z.array(z.object({ table: z.string(), columns: Columns })) }),
);
type Stored = z.infer<typeof Stored>;

const KEY = 'quayside.tables';

function load(): Stored {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}

/** The layouts of tables, by user: a preference of each user, which stays when they sign out. */
export const useTableLayouts = create<{ readonly users: Stored }>(() => ({ users: load() }));

/** Returns the columns that the user has chosen for a table; null if they have not. */
export function useTableLayout(table: string): TableLayout {
  const user = useUserId();
  return useTableLayouts(
    ({ users }) =>
      users.find((one) => one.user === user)?.layouts.find((one) => one.table === table)?.columns ?? null,
  );
}

/** Keeps the columns that a user has chosen for a table, or forgets them with null. */
export function setTableLayout(user: string | null, table: string, columns: TableLayout): void {
  if (user === null) return;
  const { users } = useTableLayouts.getState();
  const own = users.find((one) => one.user === user)?.layouts ?? [];
  const others = own.filter((one) => one.table !== table);
  const layouts = columns === null ? others : [{ table, columns: [...columns] }, ...others];
  const next = [
    { user, layouts: layouts.slice(0, MAX_LAYOUTS) },
    ...users.filter((one) => one.user !== user),
  ].slice(0, MAX_USERS);
  useTableLayouts.setState({ users: next });
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage may be full or forbidden; the layout then lasts as long as the window.
  }
}
