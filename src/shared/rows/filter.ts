import { type FilterContent, FilterRules, FilterTally } from '../domain/filter.ts';
import { defineRow, json, nullableJson } from './define.ts';

/** The rules of the message filter: one row. */
export const filterRulesRow = defineRow({
  kind: 'filter_rules',
  schema: FilterRules,
  key: ['id'],
  codecs: { words: json<string[]>(), flood: nullableJson<NonNullable<FilterContent['flood']>>() },
});
/** What the filter counted, by day and rule. */
export const filterTallyRow = defineRow({ kind: 'filter_tally', schema: FilterTally, key: ['day', 'rule'] });
