import { z } from 'zod';
import { perConnection, tableOn } from '../db/tables.ts';
import { defineWrite } from '../kernel.ts';
import { instancesTable, StoredInstance } from './tables.ts';

const writes = perConnection((sql) => {
  const instances = tableOn(sql, instancesTable);
  return { instances, remove: instances.remover() };
});

/** Stores an instance with when it is due again, ms; null for never. Its timers concern the gateway only, so it is no event. */
export const setInstance = defineWrite(
  'alerts.instance_set',
  z.strictObject({ instance: StoredInstance, dueAt: z.int().nullable() }),
  ({ sql }, { instance, dueAt }) => void writes(sql).instances.upsert(instance, { dueAt }),
);

/** Deletes an instance that is normal again. */
export const endInstance = defineWrite(
  'alerts.instance_ended',
  z.strictObject({ itemId: z.string(), locationId: z.string(), ruleId: z.string() }),
  ({ sql }, { itemId, locationId, ruleId }) => void writes(sql).remove(itemId, locationId, ruleId),
);
