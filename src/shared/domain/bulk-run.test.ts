import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resumeAt, stepId } from './bulk-run.ts';

describe('a change of many items in steps', () => {
  it('has one id for each step, also if the last digits run over', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.uniqueArray(fc.nat(1000), { maxLength: 50 }), (high, steps) => {
        const run = high ? `${uuidv7().slice(0, -12)}fffffffffff0` : uuidv7();
        const ids = steps.map((step) => stepId(run, step));
        expect(new Set(ids).size).toBe(steps.length);
        for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true);
        expect(steps.map((step) => stepId(run, step))).toEqual(ids);
      }),
    );
  });

  it('goes on with the step that was begun last', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const id = uuidv7();
    expect(resumeAt(null, ids)).toEqual({ from: 0, step: 0 });
    expect(resumeAt({ id, step: 1, first: 'c' }, ids)).toEqual({ from: 2, step: 1 });
    // What was changed does not match the filter any more.
    expect(resumeAt({ id, step: 1, first: 'c' }, ['d'])).toEqual({ from: 0, step: 2 });
  });
});
