import type { Page } from '@playwright/test';
import type { Store } from '../e2e/fixtures.ts';

/** A place of the demo that pictures are taken of. */
export interface Scene {
  readonly name: string;
  /** The name of its picture in the user's guide, without its ending; none by default. */
  readonly guide?: string;
  /** Brings the page there. It is in English until the picture is taken. */
  readonly open: (page: Page, store: Store) => Promise<void>;
}

const only = (store: Store, sql: string): string => store.ask<{ id: string }>(sql)[0]?.id ?? '';

/** Opens a path and waits for something on its page. */
export const at =
  (path: string, ready: string, timeout = 30_000) =>
  async (page: Page, store: Store) => {
    await store.open(page, path);
    await page.locator(ready).first().waitFor({ timeout });
  };

/** Opens the page of the record that a query gives. */
export const found =
  (path: string, sql: string, ready: string) =>
  async (page: Page, store: Store): Promise<void> => {
    await store.open(page, `${path}/${encodeURIComponent(only(store, sql))}`);
    await page.locator(ready).first().waitFor({ timeout: 30_000 });
  };

/** The item with the most open alerts. */
export const LOW_ITEM = `SELECT l.item_id AS id FROM levels l JOIN alerts a ON a.item_id = l.item_id AND a.state <> 'resolved'
  GROUP BY l.item_id ORDER BY count(*) DESC, l.item_id LIMIT 1`;
