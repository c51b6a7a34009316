import type { Page } from '@playwright/test';
import type { Store } from '../e2e/fixtures.ts';
import { at, type Scene } from './scene.ts';

const live = at('/live', '[data-figure="revenue"][data-value]');

/** Begins to edit the standard board; the next scene loads the page anew, which forgets it. */
async function edit(page: Page, store: Store): Promise<void> {
  await live(page, store);
  await page.getByRole('button', { name: /^(Edit board|Übersicht bearbeiten)/ }).click();
  await page.locator('[data-widget-handle]').first().focus();
}

/** Boards: being edited, their catalogue, and on a wall. */
export const BOARD_SCENES: readonly Scene[] = [
  { name: 'board-editing', open: edit },
  {
    name: 'board-catalogue',
    open: async (page, store) => {
      await edit(page, store);
      await page.getByRole('button', { name: /^(Add widget|Element hinzufügen)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'board-wall',
    open: at('/live/wall?every=600', '[data-wall] [data-figure="revenue"][data-value]'),
  },
];
