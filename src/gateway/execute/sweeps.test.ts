import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { loadConfig } from '../config.ts';
import { openSql } from '../db/open.ts';
import type { GatewayModule } from '../kernel.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE } from '../migrations.ts';
import { createExecutor, createSweeper, SYSTEM_CLOCK, SYSTEM_PRINCIPAL } from './index.ts';

it('sweeps again after a command that ran behind the sweep in the same group', async () => {
  const folder = temporaryFolder('sweeps');
  const config = loadConfig({ QUAYSIDE_DATA_DIR: folder.path });
  if (!config.ok) throw new Error(config.error.message);
  await createGatewayFile(config.value.databasePath);
  const sql = openSql(config.value.databasePath);
  const logger = pino({ level: 'silent' });
  const log = new EventLog(sql, { onError: () => undefined });
  /** What each sweep has seen: the head when it ran. */
  const seen: number[] = [];
  const probe: GatewayModule = {
    name: 'probe',
    commands: {
      'admin.set_setting': (context, { setting }) => {
        context.emit('admin.setting_changed', { setting });
        return {};
      },
    },
    sweep: (context) => {
      seen.push(context.sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM events').get()?.n ?? -1);
      // Queued while the group runs, it runs in it, after this sweep.
      const setting = { key: 'a', value: 1 };
      const command = { id: uuidv7(), type: 'admin.set_setting', data: { setting }, at: 1 };
      if (seen.length === 1) void executor.submit(SYSTEM_PRINCIPAL, command);
      return null;
    },
  };
  const modules = [probe];
  const owners = [...KERNEL_STORAGE, probe];
  const executor = createExecutor({
    sql,
    log,
    modules,
    owners,
    config: config.value,
    clock: SYSTEM_CLOCK,
    logger,
  });
  const sweeper = createSweeper({
    executor,
    log,
    modules,
    principal: SYSTEM_PRINCIPAL,
    clock: SYSTEM_CLOCK,
    logger,
  });
  sweeper.start();
  await expect.poll(() => seen, { timeout: 5_000 }).toEqual([0, 1]);
  sweeper.dispose();
  executor.dispose();
  sql.close();
  folder.remove();
});
