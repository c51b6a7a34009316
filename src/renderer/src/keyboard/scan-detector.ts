import { GROUP_SEPARATOR, MAX_CODE } from '#shared/domain/barcodes.ts';

/** How fast a scanner types. */
export const SCANNER_SPEEDS = ['fast', 'normal', 'slow'] as const;
export type ScannerSpeed = (typeof SCANNER_SPEEDS)[number];

/** The keyboard that a scanner believes it is: the one that this computer is set to, or a US one. */
export const SCANNER_LAYOUTS = ['system', 'us'] as const;
export type ScannerLayout = (typeof SCANNER_LAYOUTS)[number];

/**
 * By speed, the longest pause between two keys, ms, and the fewest characters. Scanners pause for 5 to 20 ms, over Bluetooth for up to
 * 60; quick typists for 100 on average, and single pairs of keys for 40. The slower the scanner, the longer a code must be to
 * differ from a person's.
 */
export const SCANNER_LIMITS: Readonly<
  Record<ScannerSpeed, { readonly gapMs: number; readonly min: number }>
> = {
  fast: { gapMs: 30, min: 3 },
  normal: { gapMs: 50, min: 4 },
  slow: { gapMs: 100, min: 6 },
};

/** A key that was pressed. `code` is its place on the keyboard, `at` a time that never goes back, ms. */
export interface ScanKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** Whether AltGr is held, which systems also report as Ctrl and Alt. */
  readonly altGraph: boolean;
  readonly repeat: boolean;
  readonly at: number;
}

/**
 * What a key press is: `part` of what may become a code (`first` of it), the end of a `scan`, a modifier that says nothing
 * (`modifier`), or something a person pressed.
 */
export type Verdict =
  | { readonly kind: 'part'; readonly first: boolean }
  | { readonly kind: 'scan'; readonly text: string }
  | { readonly kind: 'modifier' }
  | { readonly kind: 'other' };

/** Tells a scanner from a person: a scanner presses the keys of a code quickly and then Enter or Tab. */
export interface ScanDetector {
  press(key: ScanKey): Verdict;
  /** Forgets what was pressed so far. */
  reset(): void;
}

const MODIFIERS: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
]);
const OTHER: Verdict = { kind: 'other' };

/** Creates a detector. `options` is asked at each key, so that changed settings apply at once. */
export function createScanDetector(
  options: () => { readonly speed: ScannerSpeed; readonly layout: ScannerLayout },
): ScanDetector {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;
  let tooLong = false;
  const reset = (): void => {
    text = '';
    last = Number.NEGATIVE_INFINITY;
    tooLong = false;
  };
  const end = (inTime: boolean, min: number): Verdict => {
    const scanned = text;
    reset();
    return inTime && scanned.length >= min ? { kind: 'scan', text: scanned } : OTHER;
  };
  return {
    reset,
    press(key) {
      if (MODIFIERS.has(key.key)) return { kind: 'modifier' };
      const { speed, layout } = options();
      const { gapMs, min } = SCANNER_LIMITS[speed];
      const inTime = key.at - last <= gapMs;
      if ((key.key === 'Enter' || key.key === 'Tab') && isBare(key)) return end(inTime, min);
      const character = key.repeat ? null : characterOf(key, layout);
      if (character === null) {
        reset();
        return OTHER;
      }
      tooLong = inTime && (tooLong || text.length >= MAX_CODE);
      if (tooLong) {
        text = '';
        last = key.at;
        return OTHER;
      }
      text = inTime ? text + character : character;
      last = key.at;
      return { kind: 'part', first: !inTime };
    },
  };
}

function isBare({ ctrlKey, altKey, metaKey, shiftKey }: ScanKey): boolean {
  return !ctrlKey && !altKey && !metaKey && !shiftKey;
}

/** Returns the character of a key; null for keys that write none. Scanners send the separator of GS1 codes as ASCII 29 or Ctrl ]. */
function characterOf(key: ScanKey, layout: ScannerLayout): string | null {
  if (key.key === GROUP_SEPARATOR) return GROUP_SEPARATOR;
  if (key.altGraph) return [...key.key].length === 1 ? key.key : null;
  if (key.ctrlKey && !key.altKey && !key.metaKey)
    return key.key === ']' || key.code === 'BracketRight' ? GROUP_SEPARATOR : null;
  if (key.ctrlKey || key.altKey || key.metaKey) return null;
  const us = layout === 'us' ? usCharacterOf(key) : null;
  if (us !== null) return us;
  return [...key.key].length === 1 ? key.key : null;
}

/** The keys of a US keyboard that write something else on others, plain and with Shift. */
const US_KEYS: Readonly<Record<string, string>> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
};
const US_DIGITS = ')!@#$%^&*(';

/** Returns what a key writes on a US keyboard; null for keys whose place tells nothing. */
function usCharacterOf({ code, shiftKey }: ScanKey): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined) return shiftKey ? (US_DIGITS[Number(digit)] ?? null) : digit;
  return US_KEYS[code]?.[shiftKey ? 1 : 0] ?? null;
}
