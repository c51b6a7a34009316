import { create } from 'zustand';
import type { SessionState } from '#shared/bridge/session.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

interface SessionStore {
  /** null until main has answered. */
  readonly session: SessionState | null;
  readonly settings: Settings | null;
}

/** Who is signed in and the settings. Written by app/sync.ts, and by what changes them. */
export const useSession = create<SessionStore>(() => ({ session: null, settings: null }));

/** Whether the user may do something. */
export function useCan(permission: Permission): boolean {
  return useSession((state) => state.session?.permissions.includes(permission) ?? false);
}

/** The id of the signed-in user, null when nobody is. */
export function useUserId(): string | null {
  return useSession((state) => state.session?.user?.id ?? null);
}

/** The workspace's currency. */
export function useCurrency(): string {
  return useSession((state) => state.session?.currency ?? 'USD');
}
