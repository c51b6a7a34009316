import { create } from 'zustand';
import { ownedByUser } from './owned.ts';

interface UiStore {
  /** The user's choice; null leaves it to the width of the window. */
  readonly railCollapsed: boolean | null;
  readonly paletteOpen: boolean;
  readonly helpOpen: boolean;
  /** Whether the notification centre is open. */
  readonly noticesOpen: boolean;
  /** Whether the user is asked about commands that were too old to be sent. */
  readonly reviewOpen: boolean;
  /** Whether the sign-in page covers the pages of a user who has to sign in again. */
  readonly signInOpen: boolean;
  /** Whether plain keys (g l, ?) are shortcuts; WCAG 2.1.4 requires a way to turn them off. */
  readonly singleKeys: boolean;
  /** Whether resolving a conversation opens the next one of the list. */
  readonly nextAfterResolve: boolean;
}

type Preferences = Pick<UiStore, 'railCollapsed' | 'singleKeys' | 'nextAfterResolve'>;

const KEY = 'quayside.ui';
/** What is open belongs to the user; preferences are the window's. */
const CLOSED = {
  paletteOpen: false,
  helpOpen: false,
  noticesOpen: false,
  reviewOpen: false,
  signInOpen: false,
} as const;

function load(): Preferences {
  const fallback = { railCollapsed: null, singleKeys: true, nextAfterResolve: true };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return fallback;
    const rail =
      'railCollapsed' in stored && typeof stored.railCollapsed === 'boolean' ? stored.railCollapsed : null;
    return {
      railCollapsed: rail,
      singleKeys: !('singleKeys' in stored && stored.singleKeys === false),
      nextAfterResolve: !('nextAfterResolve' in stored && stored.nextAfterResolve === false),
    };
  } catch {
    return fallback;
  }
}

/** The state of this window's interface. Preferences are kept in localStorage. */
export const useUi = create<UiStore>(() => ({ ...load(), ...CLOSED }));
ownedByUser('useUi', () => useUi.setState(CLOSED));

/** Changes a preference and saves it. */
export function setPreference(change: Partial<Preferences>): void {
  useUi.setState(change);
  const { railCollapsed, singleKeys, nextAfterResolve } = useUi.getState();
  try {
    localStorage.setItem(KEY, JSON.stringify({ railCollapsed, singleKeys, nextAfterResolve }));
  } catch {
    // Storage may be full or forbidden; the preference then lasts as long as the window.
  }
}
