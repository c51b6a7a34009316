import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applying } from '../../../tests/support/applying.ts';
import { temporaryFolder } from '../../../tests/support/folders.ts';
import { openSql } from '../db/open.ts';
import { migrateTo } from '../migrations.ts';
import { indexLedger, movementsOfLevel } from './ledger.ts';

/** Movements by event: the level of each. */
const ledger = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 0, maxLength: 4 }), {
  maxLength: 30,
});

describe('the ledger of a level', () => {
  it('is the same however much of it is indexed', async () => {
    const folder = temporaryFolder('ledger');
    const file = `${folder.path}/gateway.db`;
    await migrateTo(file);
    const sql = openSql(file);
    try {
      for (const id of [1, 2, 3])
        sql
          .prepare(
            `INSERT INTO levels (id, item_id, location_id, on_hand, committed, unavailable, seq, at) VALUES (?, ?, 'main', 0, 0, 0, 0, 0)`,
          )
          .run(id, `item-${id}`);
      fc.assert(
        fc.property(
          ledger,
          fc.array(fc.nat(30), { maxLength: 3 }),
          fc.integer({ min: 1, max: 6 }),
          (events, steps, limit) => {
            sql.raw.exec(
              'DELETE FROM movements; DELETE FROM level_movements; UPDATE ledger_index SET indexed_seq = 0',
            );
            events.forEach((levels, at) => {
              levels.forEach((level, n) => {
                sql
                  .prepare(
                    `INSERT INTO movements (seq, n, level_id, type, delta_on_hand, delta_committed, delta_unavailable,
                       on_hand_after, committed_after, unavailable_after, reason, at)
                     VALUES (?, ?, ?, 'adjusted', 1, 0, 0, 1, 0, 0, 'counted', 1)`,
                  )
                  .run(at + 1, n, level);
              });
            });
            for (const through of steps.toSorted((a, b) => a - b))
              indexLedger.apply(applying(sql), { through });
            for (const level of [1, 2, 3]) {
              const all = events
                .flatMap((levels, at) => levels.map((of, n) => ({ of, seq: at + 1, n })))
                .filter(({ of }) => of === level)
                .map(({ seq, n }) => ({ seq, n, itemId: `item-${level}` }))
                .reverse();
              const read: object[] = [];
              let before: { seq: number; n: number } | null = null;
              for (;;) {
                const page = movementsOfLevel(sql, level, before, limit);
                read.push(...page.map(({ seq, n, itemId }) => ({ seq, n, itemId })));
                before = page.at(-1) ?? null;
                if (before === null) break;
              }
              expect(read).toEqual(all);
            }
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      sql.close();
      folder.remove();
    }
  });
});
