import type { Import } from '#shared/domain/imports.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { importRow } from '#shared/rows/imports.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { importsTable } from './tables.ts';

const parse = parserOf(importRow.schema);

/** Projects the channel `imports`. */
export function importsProjection(context: ProjectionContext): ChannelProjection<'imports'> {
  const imports = context.bind(importsTable);
  const remove = imports.remover();
  const put = (found: Import): boolean => {
    imports.upsert(found, {});
    context.changes.touch('imports', found.id);
    return true;
  };
  return {
    channel: 'imports',
    tallies: [],
    events: {
      'imports.started': ({ data }) => put(data.import),
      'imports.changed': ({ data }) => put(data.import),
      'imports.progressed': ({ data }) => put(data.import),
      'imports.removed': ({ data }) => {
        for (const id of data.importIds) remove(id);
        context.changes.touchTopic('imports');
        return true;
      },
    },
    rows: { import: (row) => void put(parse(row)) },
    clear: () => imports.clear(),
  };
}

/** Returns all rows of the channel `imports`. */
export const dumpImports = dumpTables(importsTable);
