import {
  createScanDetector,
  SCANNER_LIMITS,
  type ScannerLayout,
  type ScannerSpeed,
} from './scan-detector.ts';

/** How scans are told from typing; null while the scanner is off. */
export interface WedgeSettings {
  readonly speed: ScannerSpeed;
  readonly layout: ScannerLayout;
}

/** What the listener asks and tells. */
export interface WedgeOptions {
  readonly settings: () => WedgeSettings | null;
  /** Whether scans are taken out of text fields, because something on screen has asked for them. */
  readonly takesFromFields: () => boolean;
  readonly onScan: (text: string) => void;
}

/** A key press that waits until it is known whether a scanner pressed it. */
interface HeldKey {
  readonly target: EventTarget | null;
  readonly init: KeyboardEventInit;
}

type TextField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field as it was before a scanner wrote into it. */
interface FieldBefore {
  readonly field: TextField;
  readonly value: string;
}

/** A timer that is later than this, ms, shows that the window was busy. */
const LATE_MS = 10;

const NOT_TEXT: ReadonlySet<string> = new Set([
  'checkbox',
  'radio',
  'button',
  'submit',
  'reset',
  'range',
  'file',
  'image',
  'color',
]);

/**
 * Listens for a scanner that types like a keyboard, wherever the focus is. Ends with the function it returns.
 *
 * In text fields, what is typed stands at once; if it turns out to be a scan that somebody has asked for, the field is put back to what it
 * held. Elsewhere, characters are held back for the longest pause of a scanner: then they reach those they were meant for, in
 * order. So shortcuts come a moment later while the scanner is on, and none of them are pressed by a scan.
 */
export function listenForScans(target: Window, options: WedgeOptions): () => void {
  const detector = createScanDetector(() => options.settings() ?? { speed: 'normal', layout: 'system' });
  let held: HeldKey[] = [];
  let before: FieldBefore | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let replaying = false;

  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const replay = (): void => {
    stopTimer();
    const keys = held;
    held = [];
    replaying = true;
    for (const { target: at, init } of keys) {
      const alive = at instanceof Element && at.isConnected ? at : target.document.body;
      alive.dispatchEvent(new KeyboardEvent('keydown', init));
    }
    replaying = false;
  };
  const hold = (event: KeyboardEvent, gapMs: number): void => {
    stop(event);
    held.push({ target: event.target, init: initOf(event) });
    stopTimer();
    const due = performance.now() + gapMs;
    timer = setTimeout(() => {
      // After a busy moment of the window, the scanner's next keys may be waiting behind this timer.
      if (performance.now() - due > LATE_MS) timer = setTimeout(replay, LATE_MS);
      else replay();
    }, gapMs);
  };
  const forget = (): void => {
    detector.reset();
    replay();
  };

  const inField = (event: KeyboardEvent, verdict: ReturnType<typeof detector.press>): void => {
    if (held.length > 0) replay();
    if (verdict.kind === 'part') {
      if (verdict.first) before = fieldBefore(event.target);
      // A scanner's separator would change the zoom where this key is a plus.
      else if (event.ctrlKey) event.preventDefault();
    }
    if (verdict.kind !== 'scan' || !options.takesFromFields()) return;
    // Keys that came with a pause are in the field, which reads the whole code itself.
    if (isScanField(event.target) && before?.value !== '') return;
    stop(event);
    if (before !== null && before.field === event.target) putBack(before);
    before = null;
    options.onScan(verdict.text);
  };
  const elsewhere = (
    event: KeyboardEvent,
    verdict: ReturnType<typeof detector.press>,
    gapMs: number,
  ): void => {
    if (verdict.kind === 'scan') {
      stop(event);
      stopTimer();
      held = [];
      options.onScan(verdict.text);
    } else if (verdict.kind === 'part') {
      // The first space or chord of somebody must do at once what it does; no code begins with one.
      if (verdict.first && held.length > 0) replay();
      if (!(verdict.first && (event.key === ' ' || event.ctrlKey))) hold(event, gapMs);
    } else if (verdict.kind === 'other') replay();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (replaying) return;
    const settings = options.settings();
    if (settings === null || event.isComposing) {
      forget();
      return;
    }
    const verdict = detector.press({
      key: event.key,
      code: event.code,
      ctrlKey: event.ctrlKey,
      altKey: event.altKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
      altGraph: event.getModifierState('AltGraph'),
      repeat: event.repeat,
      at: event.timeStamp,
    });
    if (isTextField(event.target)) inField(event, verdict);
    else elsewhere(event, verdict, SCANNER_LIMITS[settings.speed].gapMs);
  };

  /** A single key is somebody's, and acts on what was there before the click. Several are a scan, which a click does not end. */
  const onPointerDown = (): void => {
    if (held.length === 1) replay();
  };

  target.addEventListener('keydown', onKeyDown, { capture: true });
  target.addEventListener('pointerdown', onPointerDown, { capture: true });
  target.addEventListener('blur', forget);
  return () => {
    target.removeEventListener('keydown', onKeyDown, { capture: true });
    target.removeEventListener('pointerdown', onPointerDown, { capture: true });
    target.removeEventListener('blur', forget);
    stopTimer();
    held = [];
  };
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function initOf(event: KeyboardEvent): KeyboardEventInit {
  const { key, code, location, ctrlKey, altKey, metaKey, shiftKey } = event;
  return {
    key,
    code,
    location,
    ctrlKey,
    altKey,
    metaKey,
    shiftKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  };
}

/** Whether characters pressed here are written into the target. */
function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Whether a field is for codes (`data-scan-field`): it takes what stands in it at Enter. */
function isScanField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.dataset['scanField'] !== undefined;
}

function fieldBefore(target: EventTarget | null): FieldBefore | null {
  const isField =
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
  return isField ? { field: target, value: target.value } : null;
}

/** Writes a value like a person would, so that React takes notice. */
function putBack({ field, value }: FieldBefore): void {
  if (field.value === value) return;
  const prototype = Object.getPrototypeOf(field) as object;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
