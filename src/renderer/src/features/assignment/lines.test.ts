import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssignmentEntry } from '#shared/domain/assignment.ts';
import { placeLines } from './lines.ts';

const line = (seq: number, at: number): AssignmentEntry => ({
  seq,
  conversationId: 'c',
  kind: 'assigned',
  subjectId: 'u',
  subjectName: 'Ada',
  actor: { kind: 'system', id: 'system', name: 'Quayside' },
  at,
});
const messages = [
  { id: 'a', at: 10 },
  { id: 'b', at: 20 },
];

describe('lines of the assignment history', () => {
  it('stand between the messages of their time', () => {
    const { before, tail } = placeLines([line(1, 5), line(2, 15), line(3, 20), line(4, 30)], messages, true);
    expect([...before].map(([id, placed]) => [id, placed.map(({ seq }) => seq)])).toEqual([
      ['a', [1]],
      ['b', [2]],
    ]);
    expect(tail.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('are left out before messages that are not loaded', () => {
    expect(placeLines([line(1, 5)], messages, false).before.size).toBe(0);
  });

  it('appear once each and in order, whatever the times', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(times, times, (at, said) => {
        const lines = [...at].sort((a, b) => a - b).map((time, seq) => line(seq, time));
        const shown = [...said].sort((a, b) => a - b).map((time, n) => ({ id: String(n), at: time }));
        const { before, tail } = placeLines(lines, shown, true);
        const all = [...shown.flatMap(({ id }) => before.get(id) ?? []), ...tail];
        expect(all.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq));
      }),
    );
  });
});
