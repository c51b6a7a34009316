import {
  type FilteredText,
  type FilterRules,
  filterKey,
  filterText,
  hitsOf,
  tidyFilter,
} from '#shared/domain/filter.ts';
import { wholeTable } from '../db/sources.ts';
import { tableOn } from '../db/tables.ts';
import type { AuditedFields, CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { countHits } from './count.ts';
import * as m0500 from './migrations/0500-filter.ts';
import * as m0560 from './migrations/0560-visitors.ts';
import { FILTER, readFilter } from './queries.ts';
import { filterRoutes } from './routes.ts';
import { forgetVisitors, slowWrites } from './slow.ts';
import { rulesTable, talliesTable } from './tables.ts';

export { readFilter } from './queries.ts';
export { countSent, slowDown, type VisitorMessage, waitOf } from './slow.ts';

/**
 * The one way from a text that somebody wrote to the text that is stored: card numbers and words of the list are masked, and what was
 * masked is counted in the same transaction.
 */
export function passFilter(context: CommandContext, text: string): FilteredText {
  const filtered = filterText(text, context.memo(FILTER).words);
  countHits(context, hitsOf(filtered.masked));
  return filtered;
}

/** The fields of rules. The list is named by what was added and removed: as a whole it is too long for the audit. */
function fields({ words, flood, repeatSeconds, version }: FilterRules): AuditedFields {
  return {
    words: words.length,
    floodMessages: flood?.messages ?? null,
    floodSeconds: flood?.seconds ?? null,
    repeatSeconds,
    version,
  };
}

function onlyIn(words: readonly string[], others: readonly string[]): string | null {
  const known = new Set(others.map(filterKey));
  const only = words.filter((word) => !known.has(filterKey(word)));
  return only.length === 0 ? null : only.join(', ');
}

/** The message filter. Listed before the domains whose texts pass it. */
export const filterModule: GatewayModule = {
  name: 'filter',
  migrations: { '0500-filter': m0500, '0560-visitors': m0560 },
  commands: {
    'filter.save_rules': (context, { seen, ...content }) => {
      const before = readFilter(context.sql);
      if (before.version !== seen)
        refuse('filter_changed', { name: before.changedBy }, { field: 'seen', current: before });
      const rules: FilterRules = {
        ...before,
        ...tidyFilter(content),
        version: before.version + 1,
        changedBy: context.principal.actor.name,
        changedAt: context.now,
      };
      context.emit('filter.rules_set', { rules });
      return { version: rules.version };
    },
  },
  projection: {
    'filter.rules_set': ({ sql, forget }, { data: { rules } }) => {
      tableOn(sql, rulesTable).upsert(rules, {});
      forget(FILTER);
    },
    'filter.counted': ({ sql }, { data: { tallies, keptFrom } }) => {
      for (const tally of tallies) tableOn(sql, talliesTable).upsert(tally, {});
      sql.prepare('DELETE FROM filter_tallies WHERE day < ?').run(keptFrom);
    },
  },
  writes: slowWrites,
  retention: [forgetVisitors],
  audited: {
    'filter.rules_set': (sql, { rules }) => {
      const before = readFilter(sql);
      return {
        record: 'filter',
        before: { ...fields(before), wordsRemoved: onlyIn(before.words, rules.words), wordsAdded: null },
        after: { ...fields(rules), wordsRemoved: null, wordsAdded: onlyIn(rules.words, before.words) },
      };
    },
    'filter.counted': () => [],
  },
  snapshots: { filter: [wholeTable(rulesTable), wholeTable(talliesTable)] },
  routes: filterRoutes,
};
