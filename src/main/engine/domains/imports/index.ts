import type { Import } from '#shared/domain/imports.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import { exportRows } from './export.ts';
import * as created from './migrations/0360-imports.ts';
import { dumpImports, importsProjection } from './projection.ts';
import { importList, oneImport } from './reads.ts';

function describe({ import: found }: { readonly import: Import }): Described {
  const { id, kind, file, state, lines, done, total } = found;
  return { values: { kind, state, file: file.name, lines, done, total }, subject: { kind: 'import', id } };
}

/** The domain of imports of CSV files, and of the rows that exports have. */
export const importsDomain: EngineDomain = {
  name: 'imports',
  migrations: [{ version: 360, ...created }],
  projections: { imports: importsProjection },
  dumps: { imports: dumpImports },
  reads: {
    'imports.list': importList,
    'imports.import': oneImport,
    'imports.export': exportRows,
  },
  activity: {
    'imports.started': describe,
    'imports.changed': describe,
    'imports.progressed': describe,
    'imports.removed': ({ importIds }) => ({ values: { count: importIds.length }, subject: null }),
  },
};
