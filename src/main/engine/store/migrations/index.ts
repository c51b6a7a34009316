import type { Database } from 'better-sqlite3';
import * as alerts from '../../domains/alerts/migrations/0060-alerts.ts';
import * as chat from '../../domains/chat/migrations/0040-chat.ts';
import * as inventory from '../../domains/inventory/migrations/0020-inventory.ts';
import * as orders from '../../domains/orders/migrations/0030-orders.ts';
import * as team from '../../domains/team/migrations/0080-team.ts';
import * as notifications from '../../notices/migrations/0070-notifications.ts';
import * as outbox from '../../outbox/migrations/0050-outbox.ts';
import * as log from './0010-log.ts';

/** One step of the cache's schema. `PRAGMA user_version` is the version of the last one applied. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Database) => void;
  readonly down: (db: Database) => void;
}

/** In order; numbered in tens, so that a step can be put between two. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 10, up: log.up, down: log.down },
  { version: 20, up: inventory.up, down: inventory.down },
  { version: 30, up: orders.up, down: orders.down },
  { version: 40, up: chat.up, down: chat.down },
  { version: 50, up: outbox.up, down: outbox.down },
  { version: 60, up: alerts.up, down: alerts.down },
  { version: 70, up: notifications.up, down: notifications.down },
  { version: 80, up: team.up, down: team.down },
];

/** The newest version this program knows. */
export const LATEST_VERSION = MIGRATIONS.at(-1)?.version ?? 0;
