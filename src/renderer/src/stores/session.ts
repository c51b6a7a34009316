import { create } from 'zustand';
import type { SessionState } from '#shared/bridge/session.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

interface SessionStore {
  /** null until main has answered. */
  readonly session: SessionState | null;
  readonly settings: Settings | null;
}

/** Who is signed in, and the settings. Written by `sync` and by the forms that change them. */
export const useSession = create<SessionStore>(() => ({ session: null, settings: null }));

/** Returns whether the user holds a permission. */
export function useCan(permission: Permission): boolean {
  return useSession((state) => state.session?.permissions.includes(permission) ?? false);
}

/** Returns the id of the signed-in user, or null. */
export function useUserId(): string | null {
  return useSession((state) => state.session?.user?.id ?? null);
}

/** The field that says who made a change, so that main refuses it once somebody else has signed in. */
export function madeBy(userId = useSession.getState().session?.user?.id ?? null): { readonly by?: string } {
  return userId === null ? {} : { by: userId };
}

/** The workspace's time zone, in which everything on screen is shown. */
export function timeZoneOf({ session } = useSession.getState()): string {
  return session?.timeZone ?? 'UTC';
}

/** Returns the workspace's time zone, in which everything on screen is shown. */
export function useTimeZone(): string {
  return useSession(timeZoneOf);
}

/** Returns the workspace's currency. */
export function useCurrency(): string {
  return useSession((state) => state.session?.currency ?? 'USD');
}
