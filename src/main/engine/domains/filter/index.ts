import { z } from 'zod';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { countersOf, DEFAULT_FILTER, FilterContent, tidyFilter } from '#shared/domain/filter.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { filterRulesRow, filterTallyRow } from '#shared/rows/filter.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { Effects, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, pendingEffects, type Reader } from '../../store/reader.ts';
import * as created from './migrations/0500-filter.ts';

const rulesTable = defineTable(filterRulesRow, { name: 'filter_rules', identity: ['id'] });
const talliesTable = defineTable(filterTallyRow, { name: 'filter_tallies', identity: ['day', 'rule'] });

/** Projects the channel `filter`. */
function filterProjection(context: ProjectionContext): ChannelProjection<'filter'> {
  const rules = context.bind(rulesTable);
  const tallies = context.bind(talliesTable);
  const trim = context.sql.prepare<[string]>(`DELETE FROM ${context.table('filter_tallies')} WHERE day < ?`);
  return {
    channel: 'filter',
    tallies: [],
    events: {
      'filter.rules_set': ({ data }) => {
        rules.upsert(data.rules, {});
        context.changes.touch('filter', data.rules.id);
        return true;
      },
      'filter.counted': ({ data }) => {
        for (const tally of data.tallies) tallies.upsert(tally, {});
        trim.run(data.keptFrom);
        context.changes.touchAll('filter');
        return true;
      },
    },
    rows: {
      filter_rules: (row) => {
        rules.upsert(filterRulesRow.schema.parse(row), {});
        context.changes.touchAll('filter');
      },
      filter_tally: (row) => {
        tallies.upsert(filterTallyRow.schema.parse(row), {});
        context.changes.touchAll('filter');
      },
    },
    clear: () => {
      rules.clear();
      tallies.clear();
    },
  };
}

const FilterEffect = z.object({ kind: z.literal('filter_rules'), content: FilterContent });

const effects: Effects<z.infer<typeof FilterEffect>> = {
  schema: FilterEffect,
  of: { 'filter.save_rules': ({ seen: _, ...content }) => ({ kind: 'filter_rules', content }) },
  topic: () => ({ topic: 'filter', key: 'filter' }),
};

/** Returns the rules, with unsettled changes of them. Each raises the version, so that the next one expects the right one. */
function rules(reader: Reader): MethodOutput<'filter.rules'> {
  const stored = reader.get<StoredRow>(`SELECT ${rulesTable.select()} FROM filter_rules LIMIT 1`);
  const decided = stored ? rulesTable.decode(stored) : DEFAULT_FILTER;
  const waiting = pendingEffects(reader, FilterEffect).map(({ effect }) => effect.content);
  const last = waiting.at(-1);
  return {
    rules: { ...decided, ...(last ? tidyFilter(last) : {}), version: decided.version + waiting.length },
    pending: last !== undefined,
    asOf: asOf(reader, ['filter']),
  };
}

/** Adds up what was counted. A rule has a row a day, and those of old days are deleted. */
function counters(
  reader: Reader,
  { today }: MethodInput<'filter.counters'>,
): MethodOutput<'filter.counters'> {
  const rows = reader.all<StoredRow>(`SELECT ${talliesTable.select()} FROM filter_tallies`);
  return { counters: countersOf(rows.map(talliesTable.decode), today), asOf: asOf(reader, ['filter']) };
}

/** The domain of the message filter. Messages arrive masked; the console never filters them itself. */
export const filterDomain: EngineDomain = {
  name: 'filter',
  migrations: [{ version: 500, ...created }],
  projections: { filter: filterProjection },
  dumps: { filter: dumpTables(rulesTable, talliesTable) },
  reads: { 'filter.rules': rules, 'filter.counters': counters },
  effects,
  bookkeeping: ['filter.counted'],
  activity: {
    'filter.rules_set': ({ rules: { changedBy } }) => ({ values: { name: changedBy }, subject: null }),
    'filter.counted': () => ({ values: {}, subject: null }),
  },
};
