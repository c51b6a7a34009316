import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Import } from '../../domain/imports.ts';
import { importRow } from '../../rows/imports.ts';
import { channel } from './define.ts';

/** Imports of CSV files: their states and how far they have come. What they change are events of the inventory. */
export const imports = channel({
  name: 'imports',
  permissions: { 'imports:read': 'manager' },
  readPermission: 'imports:read',
  rows: [importRow],
  events: {
    'imports.started': z.object({ import: Import }),
    /** The state is another. */
    'imports.changed': z.object({ import: Import }),
    /** The state is the same, and the work has come further. */
    'imports.progressed': z.object({ import: Import }),
    'imports.removed': z.object({ importIds: z.array(Id).min(1).max(500) }),
  },
});
