import { basename } from 'node:path';
import { importOrders } from '../import/index.ts';
import { CommandError } from '../kernel.ts';
import { configFrom, withDatabase } from './offline.ts';
import { complain, print } from './output.ts';
import { auditUse } from './use.ts';

/**
 * Imports orders from a CSV file. The audit says when it began, because one that is killed leaves whole orders, and how it
 * ended.
 */
export async function importFile(file: string, { format }: { readonly format: string }): Promise<void> {
  const result = await withDatabase(configFrom(), async (gateway) => {
    const use = { type: 'cli.import_orders', subject: `file:${basename(file)}`, reason: format } as const;
    await auditUse(gateway.executor, { ...use, code: 'started' });
    try {
      const imported = await importOrders(gateway, file, format, complain);
      const changes = Object.entries(imported).map(([field, to]) => ({
        record: 'import',
        field,
        from: null,
        to,
      }));
      await auditUse(gateway.executor, { ...use, changes });
      return imported;
    } catch (error) {
      const code = error instanceof CommandError ? error.error.code : 'failed';
      const reason = `${format}: ${error instanceof Error ? error.message : ''}`.slice(0, 500);
      // The import's own error is the one to tell.
      await auditUse(gateway.executor, { ...use, code, reason }).catch(() => undefined);
      throw error;
    }
  });
  print(JSON.stringify(result));
}
