import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createScanDetector,
  SCANNER_LIMITS,
  SCANNER_SPEEDS,
  type ScanKey,
  type ScannerLayout,
  type ScannerSpeed,
  type Verdict,
} from './scan-detector.ts';

const GS = '\u001d';
const key = (name: string, at: number, rest: Partial<ScanKey> = {}): ScanKey => ({
  key: name,
  code: '',
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  altGraph: false,
  repeat: false,
  at,
  ...rest,
});

/** Presses the keys of a text with a pause between them, and Enter; returns the last verdict. */
function scan(
  text: string,
  gapMs: number,
  { speed = 'normal', layout = 'system', end = 'Enter' }: Partial<Options> = {},
): Verdict {
  const detector = createScanDetector(() => ({ speed, layout }));
  let at = 1_000;
  for (const character of text) {
    at += gapMs;
    detector.press(key(character, at));
  }
  return detector.press(key(end, at + gapMs));
}
interface Options {
  readonly speed: ScannerSpeed;
  readonly layout: ScannerLayout;
  readonly end: string;
}

describe('a scanner', () => {
  it('is one that is fast and ends with Enter or Tab', () => {
    for (const end of ['Enter', 'Tab']) {
      expect(scan('4006381333931', 8, { end })).toEqual({ kind: 'scan', text: '4006381333931' });
    }
    expect(scan('4006381333931', 8, { end: 'Escape' }).kind).toBe('other');
  });

  it('is found at any pause up to the limit, and a person above it', () => {
    const code = fc.stringMatching(/^[A-Za-z0-9/()-]{6,40}$/);
    fc.assert(
      fc.property(code, fc.constantFrom(...SCANNER_SPEEDS), fc.nat(200), (text, speed, gapMs) => {
        const wanted = gapMs <= SCANNER_LIMITS[speed].gapMs ? { kind: 'scan', text } : { kind: 'other' };
        expect(scan(text, gapMs, { speed })).toEqual(wanted);
      }),
    );
  });

  it('is not a person who types some keys quickly and pauses once', () => {
    const detector = createScanDetector(() => ({ speed: 'normal', layout: 'system' }));
    const gaps = [20, 30, 180, 25, 40];
    let at = 0;
    for (const [i, gap] of gaps.entries()) {
      at += gap;
      detector.press(key('hello'.charAt(i), at));
    }
    expect(detector.press(key('Enter', at + 90))).toEqual({ kind: 'other' });
  });

  it('is not a short burst, a held key, or a chord', () => {
    expect(scan('ab', 5).kind).toBe('other');
    expect(scan('12345', 60, { speed: 'slow' }).kind).toBe('other');
    const detector = createScanDetector(() => ({ speed: 'normal', layout: 'system' }));
    for (let i = 0; i < 30; i++) detector.press(key('j', i * 30, { repeat: i > 0 }));
    expect(detector.press(key('Enter', 905)).kind).toBe('other');
    for (const letter of 'abcd') detector.press(key(letter, 2_000));
    expect(detector.press(key('k', 2_005, { ctrlKey: true })).kind).toBe('other');
    expect(detector.press(key('Enter', 2_010)).kind).toBe('other');
  });

  it('sends what it scanned after typing that came before', () => {
    const detector = createScanDetector(() => ({ speed: 'normal', layout: 'system' }));
    detector.press(key('x', 0));
    let at = 500;
    for (const character of 'CH-100') {
      at += 10;
      detector.press(key(character, at));
    }
    expect(detector.press(key('Enter', at + 10))).toEqual({ kind: 'scan', text: 'CH-100' });
    expect(detector.press(key('Enter', at + 20))).toEqual({ kind: 'other' });
  });

  it('presses Shift for capitals and separates GS1 elements, whichever way it does', () => {
    const separators: Partial<ScanKey>[] = [
      { key: GS },
      { key: ']', ctrlKey: true },
      { key: '+', code: 'BracketRight', ctrlKey: true },
    ];
    for (const separator of separators) {
      const detector = createScanDetector(() => ({ speed: 'normal', layout: 'system' }));
      let at = 0;
      const press = (name: string, rest: Partial<ScanKey> = {}): void => {
        at += 5;
        detector.press(key(name, at, rest));
      };
      for (const character of '10A') {
        press('Shift');
        press(character, { shiftKey: character === 'A' });
      }
      press('Control');
      press('', separator);
      for (const character of '2199') press(character);
      expect(detector.press(key('Enter', at + 5))).toEqual({ kind: 'scan', text: `10A${GS}2199` });
    }
  });

  it('with a US keyboard is read by the places of its keys', () => {
    // A German keyboard writes ß, z and y where a US one writes -, y and z.
    const keys: [string, string, boolean][] = [
      ['ß', 'Minus', false],
      ['z', 'KeyY', false],
      ['Y', 'KeyZ', true],
      [')', 'Digit9', true],
      ['-', 'Slash', false],
      ['7', 'Digit7', false],
      ['5', 'Numpad5', false],
    ];
    const read = (layout: ScannerLayout): Verdict => {
      const detector = createScanDetector(() => ({ speed: 'normal', layout }));
      for (const [i, [name, code, shiftKey]] of keys.entries())
        detector.press(key(name, i * 10, { code, shiftKey }));
      return detector.press(key('Enter', 70));
    };
    expect(read('us')).toEqual({ kind: 'scan', text: '-yZ(/75' });
    expect(read('system')).toEqual({ kind: 'scan', text: 'ßzY)-75' });
  });

  it('may use AltGr, which systems report as Ctrl and Alt', () => {
    const detector = createScanDetector(() => ({ speed: 'normal', layout: 'system' }));
    detector.press(key(']', 0, { ctrlKey: true, altKey: true, altGraph: true }));
    detector.press(key('C', 5));
    detector.press(key('1', 10));
    detector.press(key('0', 15));
    expect(detector.press(key('Enter', 20))).toEqual({ kind: 'scan', text: ']C10' });
  });

  it('cannot fill the memory', () => {
    expect(scan('7'.repeat(5_000), 1).kind).toBe('other');
  });
});
