import { z } from 'zod';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, defineWrite, type Memo } from '../kernel.ts';
import { instancesTable, NO_ITEM, StoredInstance } from './tables.ts';

const writes = perConnection((sql) => {
  const instances = tableOn(sql, instancesTable);
  return { instances, remove: instances.remover() };
});

/** The locations from which no data comes. Few at any time, and asked for with every movement. */
export const SILENT: Memo<ReadonlySet<string>> = {
  read: (sql) =>
    new Set(
      sql
        .prepare<[string], { locationId: string }>(
          `SELECT location_id AS locationId FROM alert_instances WHERE item_id = ? AND state = 'no_data'`,
        )
        .all(NO_ITEM)
        .map(({ locationId }) => locationId),
    ),
};

function forgetSilent({ forget }: Applying, itemId: string): void {
  if (itemId === NO_ITEM) forget(SILENT);
}

/** Stores an instance with when it is due again, ms; null for never. Its timers concern the gateway only, so it is no event. */
export const setInstance = defineWrite(
  'alerts.instance_set',
  z.strictObject({ instance: StoredInstance, dueAt: z.int().nullable() }),
  (on, { instance, dueAt }) => {
    forgetSilent(on, instance.itemId);
    writes(on.sql).instances.upsert(instance, { dueAt });
  },
);

/** Deletes an instance that is normal again. */
export const endInstance = defineWrite(
  'alerts.instance_ended',
  z.strictObject({ itemId: z.string(), locationId: z.string(), ruleId: z.string() }),
  (on, { itemId, locationId, ruleId }) => {
    forgetSilent(on, itemId);
    writes(on.sql).remove(itemId, locationId, ruleId);
  },
);
