import { create } from 'zustand';
import {
  SCANNER_LAYOUTS,
  SCANNER_SPEEDS,
  type ScannerLayout,
  type ScannerSpeed,
} from '../keyboard/scan-detector.ts';
import { ownedByUser } from './owned.ts';

/** How this window listens to a scanner, which is plugged into this computer. */
export interface ScannerChoice {
  readonly on: boolean;
  readonly speed: ScannerSpeed;
  readonly layout: ScannerLayout;
  /** Whether a tone says that a code was found, or not. */
  readonly sound: boolean;
}

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
  readonly scanner: ScannerChoice;
}

type Preferences = Pick<UiStore, 'railCollapsed' | 'singleKeys' | 'nextAfterResolve' | 'scanner'>;

const KEY = 'quayside.ui';
const SCANNER: ScannerChoice = { on: true, speed: 'normal', layout: 'system', sound: false };
/** What is open belongs to the user; preferences are the window's. */
const CLOSED = {
  paletteOpen: false,
  helpOpen: false,
  noticesOpen: false,
  reviewOpen: false,
  signInOpen: false,
} as const;

function load(): Preferences {
  const fallback = { railCollapsed: null, singleKeys: true, nextAfterResolve: true, scanner: SCANNER };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return fallback;
    const rail =
      'railCollapsed' in stored && typeof stored.railCollapsed === 'boolean' ? stored.railCollapsed : null;
    return {
      railCollapsed: rail,
      singleKeys: !('singleKeys' in stored && stored.singleKeys === false),
      nextAfterResolve: !('nextAfterResolve' in stored && stored.nextAfterResolve === false),
      scanner: 'scanner' in stored ? scannerOf(stored.scanner) : SCANNER,
    };
  } catch {
    return fallback;
  }
}

function scannerOf(stored: unknown): ScannerChoice {
  if (typeof stored !== 'object' || stored === null) return SCANNER;
  const { on, speed, layout, sound } = { on: true, speed: '', layout: '', sound: false, ...stored };
  return {
    on: on !== false,
    speed: SCANNER_SPEEDS.find((one) => one === speed) ?? SCANNER.speed,
    layout: SCANNER_LAYOUTS.find((one) => one === layout) ?? SCANNER.layout,
    sound: sound === true,
  };
}

/** The state of this window's interface. Preferences are kept in localStorage. */
export const useUi = create<UiStore>(() => ({ ...load(), ...CLOSED }));
ownedByUser('useUi', () => useUi.setState(CLOSED));

/** Changes a preference and saves it. */
export function setPreference(change: Partial<Preferences>): void {
  useUi.setState(change);
  const { railCollapsed, singleKeys, nextAfterResolve, scanner } = useUi.getState();
  try {
    localStorage.setItem(KEY, JSON.stringify({ railCollapsed, singleKeys, nextAfterResolve, scanner }));
  } catch {
    // Storage may be full or forbidden; the preference then lasts as long as the window.
  }
}

/** Changes how this window listens to a scanner, and saves it. */
export function setScanner(change: Partial<ScannerChoice>): void {
  setPreference({ scanner: { ...useUi.getState().scanner, ...change } });
}
