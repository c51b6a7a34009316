import { expect, it } from 'vitest';
import type { KeyPress } from '../../../keyboard/key-press.ts';
import { endRecording, NOTHING_PRESSED, type Recording, recordKey } from './recording.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});
const record = (presses: readonly KeyPress[], single = false): Recording =>
  presses.reduce((before, one) => recordKey(before, one, single) ?? before, NOTHING_PRESSED);

it('records a key, a sequence, and a chord', () => {
  const first = record([press('G')]);
  expect(first).toEqual({ kind: 'first', keys: 'g' });
  expect(endRecording(first, false)).toEqual({ kind: 'complete', keys: 'g' });
  expect(record([press('g'), press('b')])).toEqual({ kind: 'complete', keys: 'g b' });
  expect(record([press('Control', { ctrlKey: true }), press('e', { ctrlKey: true })])).toEqual({
    kind: 'complete',
    keys: 'Mod+e',
  });
  expect(record([press('?', { shiftKey: true })])).toEqual({ kind: 'first', keys: '?' });
  expect(record([press('Delete')])).toEqual({ kind: 'complete', keys: 'Delete' });
  expect(record([press('g'), press('Shift', { shiftKey: true }), press('?', { shiftKey: true })])).toEqual({
    kind: 'complete',
    keys: 'g ?',
  });
});

it('says why keys cannot be used', () => {
  expect(record([press('t', { ctrlKey: true })])).toMatchObject({ kind: 'refused', why: 'browser' });
  expect(record([press('Enter')])).toMatchObject({ kind: 'refused', why: 'list' });
  expect(record([press('c', { metaKey: true })])).toMatchObject({ kind: 'refused', why: 'text' });
  expect(record([press('x', { altKey: true })])).toMatchObject({ kind: 'refused', why: 'alt' });
  expect(record([press('X', { shiftKey: true })])).toMatchObject({ kind: 'refused', why: 'shift' });
  expect(record([press('e', { ctrlKey: true })], true)).toMatchObject({ kind: 'refused', why: 'single' });
  expect(record([press('n')], true)).toEqual({ kind: 'complete', keys: 'n' });
  expect(endRecording(NOTHING_PRESSED, false)).toBe(NOTHING_PRESSED);
});
