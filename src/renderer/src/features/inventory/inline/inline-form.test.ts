import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseWhole } from '../adjust/adjust-form.ts';
import { typedMode, typedText } from './inline-form.ts';

it('a number sets, and a number with a sign changes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
      expect(typedMode(String(n))).toBe('set');
      expect(typedMode(` ${n}`)).toBe('set');
      for (const sign of ['+', '-', '−', '–']) expect(typedMode(`${sign}${n}`)).toBe('delta');
    }),
  );
});

it('a form that was filled in elsewhere means the same in the cell', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('delta' as const, 'set' as const),
      fc.integer({ min: -99, max: 99 }),
      (mode, n) => {
        if (mode === 'set' && n < 0) return;
        const text = typedText({ mode, quantity: String(n) });
        expect(typedMode(text)).toBe(mode);
        expect(parseWhole(text)).toBe(n);
      },
    ),
  );
  expect(typedText({ mode: 'delta', quantity: '' })).toBe('');
});
