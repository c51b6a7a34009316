import type { Migration } from 'kysely/migration';
import * as m0010 from './0010-log.ts';
import * as m0012 from './0012-commands.ts';
import * as m0020 from './0020-auth.ts';
import * as m0030 from './0030-inventory.ts';
import * as m0040 from './0040-orders.ts';
import * as m0050 from './0050-chat.ts';
import * as m0060 from './0060-alerts.ts';
import * as m0070 from './0070-notifications.ts';
import * as m0080 from './0080-settings.ts';
import * as m0090 from './0090-demo.ts';
import * as m0100 from './0100-retention.ts';
import * as m0110 from './0110-notification-subjects.ts';

/**
 * Every migration, by its file's name, in order. To add one: a file `NNNN-name.ts` exporting `up(db)` and `down(db)`, and
 * a line here. A migration that was released is never changed.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0010-log': m0010,
  '0012-commands': m0012,
  '0020-auth': m0020,
  '0030-inventory': m0030,
  '0040-orders': m0040,
  '0050-chat': m0050,
  '0060-alerts': m0060,
  '0070-notifications': m0070,
  '0080-settings': m0080,
  '0090-demo': m0090,
  '0100-retention': m0100,
  '0110-notification-subjects': m0110,
};
