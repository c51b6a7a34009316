import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { BulkRun } from '#shared/domain/bulk-run.ts';
import { type BulkPorts, type BulkState, runBulk, type StepAnswer } from './bulk-runner.ts';

const items = Array.from({ length: 1_230 }, (_, n) => `i${n}`);
const signal = new AbortController().signal;

/** A gateway that adds 1 to each item of a command, once for each id. */
function bench(answer?: (ids: readonly string[], send: number) => StepAnswer | null) {
  const values = new Map<string, number>();
  const seen = new Map<string, readonly string[]>();
  let kept: BulkRun | null = null;
  let sends = 0;
  const states: BulkState[] = [];
  const ports: BulkPorts<readonly string[]> = {
    build: async (itemIds) => ({ data: itemIds, itemIds }),
    keep: async (run) => {
      kept = run;
    },
    send: async (id, data) => {
      const other = answer?.(data, sends++);
      if (other) return other;
      if (!seen.has(id)) for (const item of data) values.set(item, (values.get(item) ?? 0) + 1);
      seen.set(id, data);
      return { kind: 'applied' };
    },
    newId: uuidv7,
    onState: (state) => states.push(state),
  };
  return { ports, values, states, kept: () => kept };
}

it('changes every item once, in steps', async () => {
  const b = bench();
  const state = await runBulk(b.ports, items, null, signal);
  expect(state).toMatchObject({ applied: 1_230, refused: 0, left: 0 });
  expect(b.states.map(({ left }) => left)).toEqual([1_230, 730, 230, 0]);
  expect([...b.values.values()].every((n) => n === 1)).toBe(true);
});

it('doubles nothing after it was broken off, before or after a step was sent', async () => {
  for (const lostBefore of [true, false]) {
    const b = bench();
    const { send } = b.ports;
    let sends = 0;
    const broken: typeof b.ports = {
      ...b.ports,
      send: async (id, data) => {
        sends += 1;
        if (sends === 2 && lostBefore) throw new Error('killed');
        const answer = await send(id, data);
        if (sends === 2) throw new Error('killed');
        return answer;
      },
    };
    await expect(runBulk(broken, items, null, signal)).rejects.toThrow('killed');
    const state = await runBulk(b.ports, items, b.kept(), signal);
    expect(state).toMatchObject({ applied: 730, before: 500, left: 0 });
    expect(b.values.size).toBe(1_230);
    expect([...b.values.values()].every((n) => n === 1)).toBe(true);
  }
});

it('leaves out what somebody else has changed, and names it', async () => {
  const current = [{ line: 2, field: 'price', expected: 1, current: 2 }];
  const refusal = { code: 'conflict', message: '', current };
  const b = bench((_ids, send) => (send === 1 ? { kind: 'refused', refusal } : null));
  const state = await runBulk(b.ports, items, null, signal);
  expect(state).toMatchObject({ applied: 1_229, conflicting: 1, refused: 0, left: 0 });
  expect(state.conflicts).toEqual([{ itemId: 'i502', field: 'price', expected: 1, current: 2 }]);
  expect(b.values.has('i502')).toBe(false);
});

it('stops between two steps and says what is left', async () => {
  const stop = new AbortController();
  const b = bench((_ids, send) => {
    if (send === 0) stop.abort();
    return null;
  });
  expect(await runBulk(b.ports, items, null, stop.signal)).toMatchObject({ applied: 500, left: 730 });
});

it('counts refused steps, and goes on', async () => {
  const refusal = { code: 'forbidden', message: 'no' };
  const b = bench((_ids, send) => (send === 0 ? { kind: 'refused', refusal } : null));
  expect(await runBulk(b.ports, items, null, signal)).toMatchObject({
    applied: 730,
    refused: 500,
    refusals: [refusal],
  });
});
