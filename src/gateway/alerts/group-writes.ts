import { perConnection, tableOn } from '../db/tables.ts';
import { defineWrite } from '../kernel.ts';
import { groupsTable, StoredGroup } from './tables.ts';

const writes = perConnection((sql) => {
  const groups = tableOn(sql, groupsTable);
  return { groups, remove: groups.remover() };
});

/** Stores when a group is told again. */
export const setGroup = defineWrite('alerts.group_set', StoredGroup, ({ sql }, stored) => {
  const { key, group, times, dueAt } = stored;
  const { kind, severity, locationId } = group ?? { kind: null, severity: null, locationId: null };
  writes(sql).groups.upsert({}, { key, kind, severity, locationId, ...times, dueAt });
});

/** Forgets a group that has nothing open. */
export const endGroup = defineWrite(
  'alerts.group_ended',
  StoredGroup.pick({ key: true }),
  ({ sql }, { key }) => void writes(sql).remove(key),
);
