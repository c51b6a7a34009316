import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { type FulfilRun, type RunResult, refusedResult } from '#shared/domain/fulfil-run.ts';
import { runOrders } from './steps.ts';

const run: FulfilRun = {
  ...{ id: uuidv7(), startedAt: 0, locationId: null, results: [] },
  orders: ['o1', 'o2', 'o3'].map((orderId) => ({ orderId, number: orderId, lines: null })),
};

/** A server that fulfils an order once, refuses o2, and a disk that keeps the run. */
class World {
  disk: FulfilRun | null = null;
  readonly left = new Map<string, number>();
  readonly #decided = new Map<string, RunResult>();
  /** The number of writes and sends after which the power fails. */
  power: number;

  constructor(power: number) {
    this.power = power;
  }

  #tick(): void {
    this.power -= 1;
    if (this.power < 0) throw new Error('killed');
  }

  readonly ports = {
    keep: async (kept: FulfilRun): Promise<void> => {
      this.#tick();
      this.disk = kept;
    },
    send: async (id: string, { orderId }: Record<string, unknown>): Promise<RunResult> => {
      this.#tick();
      const order = String(orderId);
      const known = this.#decided.get(id);
      const result: RunResult =
        known ?? (order === 'o2' ? refusedResult({ code: 'conflict', message: 'no' }) : { kind: 'accepted' });
      if (known === undefined && result.kind === 'accepted')
        this.left.set(order, (this.left.get(order) ?? 0) + 1);
      this.#decided.set(id, result);
      this.#tick();
      return result;
    },
  };
}

describe('a run over many orders', () => {
  it('fulfils each once and says which was refused, wherever it is broken off', async () => {
    const { signal } = new AbortController();
    for (let power = 0; power < 12; power++) {
      const world = new World(power);
      await runOrders(run, world.ports, signal).catch(() => null);
      world.power = 100;
      const done = await runOrders(world.disk ?? run, world.ports, signal);
      expect(done.results.map(({ kind }) => kind)).toEqual(['accepted', 'refused', 'accepted']);
      expect([...world.left]).toEqual([
        ['o1', 1],
        ['o3', 1],
      ]);
      expect(world.disk).toEqual(done);
    }
  });

  it('ends between two orders when it is told to', async () => {
    const control = new AbortController();
    const world = new World(100);
    const done = await runOrders(
      run,
      { ...world.ports, keep: async (kept) => void (kept.results.length === 1 && control.abort()) },
      control.signal,
    );
    expect(done.results).toHaveLength(1);
  });
});
