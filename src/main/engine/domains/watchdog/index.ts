import { z } from 'zod';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { MAX_DIFFERENCES } from '#shared/bridge/watchdog.ts';
import { Id } from '#shared/domain/ids.ts';
import type { Difference, WatchdogRun } from '#shared/domain/watchdog.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { defineTable } from '#shared/rows/table.ts';
import { differenceRow, watchdogRunRow } from '#shared/rows/watchdog.ts';
import type { Described, Effects, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, pendingEffects, type Reader } from '../../store/reader.ts';
import * as created from './migrations/0370-watchdog.ts';

const differencesTable = defineTable(differenceRow, {
  name: 'differences',
  identity: ['item_id', 'location_id'],
});
const runsTable = defineTable(watchdogRunRow, { name: 'watchdog_runs', identity: ['id'] });

/** A repair on its way. */
const RepairEffect = z.object({ kind: z.literal('repair'), itemId: Id, locationId: Id });

const effects: Effects<z.infer<typeof RepairEffect>> = {
  schema: RepairEffect,
  of: { 'watchdog.repair': ({ itemId, locationId }) => ({ kind: 'repair', itemId, locationId }) },
  topic: ({ itemId }) => ({ topic: 'watchdog', key: itemId }),
};

/** Projects the channel `watchdog`: the newest run, and the differences that are not ended. */
function watchdogProjection(context: ProjectionContext): ChannelProjection<'watchdog'> {
  const differences = context.bind(differencesTable);
  const remove = differences.remover();
  const runs = context.bind(runsTable);
  const put = (difference: Difference): boolean => {
    differences.upsert(difference, {});
    context.changes.touch('watchdog', difference.itemId);
    return true;
  };
  const putRun = (run: WatchdogRun): boolean => {
    runs.clear();
    runs.upsert(run, {});
    context.changes.touchAll('watchdog');
    return true;
  };
  return {
    channel: 'watchdog',
    tallies: [],
    events: {
      'watchdog.run_finished': ({ data }) => putRun(data.run),
      'watchdog.difference_found': ({ data }) => put(data.difference),
      'watchdog.difference_ended': ({ data: { difference } }) => {
        remove(difference.itemId, difference.locationId);
        context.changes.touch('watchdog', difference.itemId);
        return true;
      },
    },
    rows: {
      watchdog_run: (row) => void putRun(watchdogRunRow.schema.parse(row)),
      difference: (row) => void put(differenceRow.schema.parse(row)),
    },
    clear: () => {
      differences.clear();
      runs.clear();
    },
  };
}

type ListedRow = StoredRow & { itemName: string | null; sku: string | null; locationName: string | null };

const LISTED = `SELECT ${differencesTable.select('d')}, i.name AS itemName, i.sku, l.name AS locationName
  FROM differences d LEFT JOIN items i ON i.id = d.item_id LEFT JOIN locations l ON l.id = d.location_id
  ORDER BY d.found_at DESC, d.item_id, d.location_id LIMIT ${MAX_DIFFERENCES}`;

/** Returns the newest run and the newest differences. */
function state(reader: Reader): MethodOutput<'watchdog.state'> {
  const run = reader.get<StoredRow>(`SELECT ${runsTable.select()} FROM watchdog_runs LIMIT 1`);
  const repaired = new Set(
    pendingEffects(reader, RepairEffect).map(({ effect }) => `${effect.itemId}\n${effect.locationId}`),
  );
  const differences = reader.all<ListedRow>(LISTED).map(({ itemName, sku, locationName, ...row }) => {
    const difference = differencesTable.decode(row as StoredRow);
    return {
      ...difference,
      itemName: itemName ?? difference.itemId,
      sku: sku ?? '',
      locationName: locationName ?? difference.locationId,
      pending: repaired.has(`${difference.itemId}\n${difference.locationId}`),
    };
  });
  const total = reader.get<{ n: number }>('SELECT count(*) AS n FROM differences')?.n ?? 0;
  return {
    run: run ? runsTable.decode(run) : null,
    differences,
    total,
    asOf: asOf(reader, ['watchdog', 'inventory']),
  };
}

function describeDifference(
  { difference }: EventData<'watchdog.difference_found'>,
  reader: Reader,
): Described {
  const { itemId, locationId } = difference;
  const item = reader.get<{ name: string }>('SELECT name FROM items WHERE id = ?', itemId);
  const location = reader.get<{ name: string }>('SELECT name FROM locations WHERE id = ?', locationId);
  return {
    values: { item: item?.name ?? itemId, location: location?.name ?? locationId },
    subject: { kind: 'item', id: itemId },
  };
}

/** The domain of what the watchdog found. */
export const watchdogDomain: EngineDomain = {
  name: 'watchdog',
  migrations: [{ version: 370, ...created }],
  projections: { watchdog: watchdogProjection },
  dumps: { watchdog: dumpTables(runsTable, differencesTable) },
  reads: { 'watchdog.state': state },
  effects,
  activity: {
    'watchdog.run_finished': ({ run }) => ({
      values: { levels: run.levels, count: run.differences },
      subject: null,
    }),
    'watchdog.difference_found': describeDifference,
    'watchdog.difference_ended': ({ difference, outcome }, reader) => {
      const { values, subject } = describeDifference({ difference }, reader);
      return { values: { ...values, outcome }, subject };
    },
  },
};
