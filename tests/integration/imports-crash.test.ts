import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinePlan } from '#shared/domain/imports.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { readImport } from '../../src/gateway/imports/queries.ts';
import { sweepImports } from '../../src/gateway/imports/sweep.ts';
import { CommandError } from '../../src/gateway/kernel.ts';
import { temporaryFolder } from '../support/folders.ts';
import { type GatewayData, openGatewayData } from '../support/gateway-data.ts';
import { MANAGER } from '../support/gateway-domains.ts';
import { sendImport } from '../support/imports.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { runNow } from '../support/run-now.ts';

const ITEMS = 60;
const NOW = Date.UTC(2026, 0, 5, 9);
const idOf = (n: number): string => `item-${n}`;

/** What happens between two slices of the work: nothing, a kill and a new start, a sale, or a click on Cancel. */
type Between = 'nothing' | 'kill' | { readonly sell: number } | 'cancel';
const between: fc.Arbitrary<Between> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Between>('nothing') },
  { weight: 3, arbitrary: fc.constant<Between>('kill') },
  { weight: 2, arbitrary: fc.record({ sell: fc.integer({ min: 0, max: ITEMS - 1 }) }) },
  { weight: 1, arbitrary: fc.constant<Between>('cancel') },
);

/** A gateway that can be killed: whatever it has not written is gone. */
class Gateway {
  readonly #folder = temporaryFolder('imports-crash');
  #data: GatewayData | null = null;

  async start(): Promise<void> {
    this.#data?.close();
    this.#data = await openGatewayData(this.#folder.path, { now: () => NOW });
  }

  get data(): GatewayData {
    if (this.#data === null) throw new Error('not started');
    return this.#data;
  }

  /** Returns whether the command was accepted. */
  send<T extends CommandType>(type: T, data: CommandData<T>): boolean {
    try {
      runNow(this.data.executor, MANAGER, NOW, (context) => context.dispatch(type, data));
      return true;
    } catch (error) {
      if (error instanceof CommandError) return false;
      throw error;
    }
  }

  sweep(): number | null {
    return runNow(this.data.executor, MANAGER, NOW, sweepImports);
  }

  stateOf(importId: string) {
    return readImport(this.data.sql, importId)?.state;
  }

  stock(): number[] {
    const found = new Map(
      this.data.sql
        .prepare<[], { id: string; n: number }>('SELECT item_id AS id, on_hand AS n FROM levels')
        .all()
        .map(({ id, n }) => [id, n]),
    );
    return Array.from({ length: ITEMS }, (_, n) => found.get(idOf(n)) ?? 0);
  }

  ledger(): number[] {
    const found = new Map(
      this.data.sql
        .prepare<[], { id: string; n: number }>(
          `SELECT l.item_id AS id, sum(m.delta_on_hand) AS n FROM movements m JOIN levels l ON l.id = m.level_id GROUP BY l.id`,
        )
        .all()
        .map(({ id, n }) => [id, n]),
    );
    return Array.from({ length: ITEMS }, (_, n) => found.get(idOf(n)) ?? 0);
  }

  remove(): void {
    this.#data?.close();
    this.#folder.remove();
  }
}

describe('an import that is killed anywhere', () => {
  it('has been applied as a whole or not at all, and is undone as a whole, whatever was sold meanwhile', async () => {
    const gateway = new Gateway();
    await gateway.start();
    gateway.send('inventory.create_location', { location: makeLocation({ id: 'main' }) });
    for (let n = 0; n < ITEMS; n += 1) {
      gateway.send('inventory.create_item', { item: makeItem({ id: idOf(n), sku: idOf(n) }) });
      gateway.send('inventory.receive', {
        itemId: idOf(n),
        locationId: 'main',
        quantity: 1_000,
        reference: null,
      });
    }
    const counts = fc.array(fc.integer({ min: 800, max: 1_200 }), { minLength: ITEMS, maxLength: ITEMS });
    const steps = fc.array(between, { minLength: 12, maxLength: 30 });
    const ends = new Set<string>();
    try {
      await fc.assert(
        fc.asyncProperty(counts, steps, async (wanted, happenings) => {
          const before = gateway.stock();
          const sold = Array.from({ length: ITEMS }, () => 0);
          const left = [...happenings];
          const importId = sendImport((type, data) => gateway.send(type, data), 'levels', [
            ['sku', 'location', 'on_hand'],
            ...wanted.map((count, n) => [idOf(n), 'main', String(count)]),
          ]);
          const work = async (): Promise<void> => {
            for (let slice = 0; slice < 200; slice += 1) {
              const happening = left.shift() ?? 'nothing';
              if (happening === 'kill') await gateway.start();
              else if (happening === 'cancel') gateway.send('imports.cancel', { importId });
              else if (happening !== 'nothing') {
                const { sell } = happening;
                const change = { mode: 'delta', quantity: -1 } as const;
                const adjust = {
                  itemId: idOf(sell),
                  locationId: 'main',
                  change,
                  reason: 'sold',
                  reference: null,
                };
                if (gateway.send('inventory.adjust', adjust)) sold[sell] = (sold[sell] ?? 0) + 1;
              }
              if (gateway.sweep() !== 0) return;
            }
            throw new Error('the work has no end');
          };
          await work();
          // The preview shows what was there when each line was checked; what was sold until then is part of it.
          const seen = gateway.data.sql
            .prepare<[string], { plan: string | null }>(
              `SELECT plan FROM import_lines JOIN import_work w ON w.k = import_k WHERE w.import_id = ? ORDER BY line`,
            )
            .all(importId)
            .map(({ plan }) => {
              const found = plan === null ? null : LinePlan.parse(JSON.parse(plan));
              return found?.kind === 'levels' ? found.after - found.before : 0;
            });
          gateway.send('imports.apply', { importId, reason: 'count' });
          await work();
          const now = (n: number): number => (before[n] ?? 0) - (sold[n] ?? 0);
          const state = gateway.stateOf(importId) ?? 'none';
          ends.add(state);
          const applied = state === 'applied';
          expect(['applied', 'cancelled', 'ready']).toContain(state);
          expect(gateway.stock()).toEqual(before.map((_, n) => now(n) + (applied ? (seen[n] ?? 0) : 0)));
          if (applied) {
            gateway.send('imports.review', { importId });
            await work();
            gateway.send('imports.undo', { importId, reason: 'back', changed: 'take_back', except: [] });
            await work();
            expect(gateway.stateOf(importId)).toBe('undone');
            expect(gateway.stock()).toEqual(before.map((_, n) => now(n)));
          }
          expect(gateway.ledger()).toEqual(gateway.stock());
          gateway.send('imports.cancel', { importId });
        }),
        { numRuns: 15 },
      );
    } finally {
      gateway.remove();
    }
    expect(ends).toContain('applied');
    expect(ends).toContain('cancelled');
  }, 120_000);
});
