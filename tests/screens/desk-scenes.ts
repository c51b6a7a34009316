import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import type { Store } from '../e2e/fixtures.ts';
import { signInColleague } from '../support/colleague.ts';
import { at, found, type Scene } from './scene.ts';

const LIST = '[role="listbox"] [role="option"]';
const shown = (page: Page, role: 'dialog' | 'menu') => page.getByRole(role).first().waitFor();

/** Opens the inbox and presses keys in its list. */
const inbox =
  (ready: (page: Page) => Promise<void>, ...keys: readonly string[]) =>
  async (page: Page, store: Store): Promise<void> => {
    await at('/chat', LIST)(page, store);
    await page.getByRole('listbox', { name: 'Conversations' }).focus();
    for (const key of keys) await page.keyboard.press(key);
    await ready(page);
  };

/** Opens a page and presses one of its buttons. */
const pressed =
  (
    path: string,
    ready: string,
    button: string,
    then: (page: Page) => Promise<void> = (page) => shown(page, 'dialog'),
  ) =>
  async (page: Page, store: Store): Promise<void> => {
    await at(path, ready)(page, store);
    await page.getByRole('button', { name: button, exact: true }).first().click();
    await then(page);
  };

const bulkBar = (page: Page) => page.getByRole('toolbar', { name: 'Selected conversations' }).waitFor();

/** The room of two colleagues whom the scenes export. */
async function privateRoom(store: Store): Promise<void> {
  const name = 'Schedule of June';
  if (store.ask('SELECT 1 FROM rooms WHERE name = ?', name).length > 0) return;
  const jonas = await signInColleague(store.shop.gateway.address, 'jonas');
  const roomId = uuidv7();
  await jonas.run('rooms.create', {
    ...{ roomId, kind: 'private', name, topic: '', memberIds: ['demo-noor'] },
  });
  await jonas.run('rooms.post', {
    ...{ roomId, messageId: uuidv7(), body: 'Can you take my Friday?', mentions: [], shared: null },
  });
}

async function chooseRoomToExport(page: Page, store: Store): Promise<void> {
  await privateRoom(store);
  await at('/audit', '[role="option"]')(page, store);
  await page.getByRole('button', { name: 'Export a private room' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Member or founder of the room').selectOption({ label: 'Jonas Weber' });
  await dialog.getByLabel('Reason').fill('Complaint 17 of the works council');
  await dialog.getByRole('button', { name: 'Find rooms' }).click();
  await dialog.getByRole('radio').first().check();
}

const ROOM = `SELECT r.id FROM rooms r JOIN room_messages m ON m.room_id = r.id WHERE r.kind = 'general'
  GROUP BY r.id ORDER BY count(*) DESC LIMIT 1`;

/** The pages of support beside the conversation, and what opens on them. */
export const DESK_SCENES: readonly Scene[] = [
  { name: 'inbox-bulk', guide: 'inbox-bulk', open: inbox(bulkBar, 'j', 'x', 'j', 'x', 'j', 'x') },
  { name: 'inbox-filter', open: inbox((page) => shown(page, 'menu'), 'f') },
  { name: 'inbox-sort', open: inbox((page) => shown(page, 'menu'), 'd') },
  { name: 'inbox-folder-menu', open: inbox((page) => shown(page, 'menu'), 'v') },
  {
    name: 'inbox-folder-new',
    open: async (page, store) => {
      await at('/chat?waiting=any', 'main')(page, store);
      await page.getByRole('listbox', { name: 'Conversations' }).focus();
      await page.keyboard.press('v');
      await page.getByRole('menuitem', { name: 'Save as new folder' }).press('Enter');
      await shown(page, 'dialog');
    },
  },
  {
    name: 'inbox-none',
    open: async (page, store) => {
      await at('/chat', LIST)(page, store);
      await page.getByRole('searchbox', { name: 'Search conversations' }).fill('zzzz nothing');
      await page
        .getByRole('listbox', { name: 'Conversations' })
        .getByRole('option')
        .first()
        .waitFor({ state: 'detached' });
    },
  },
  { name: 'room-new', open: pressed('/rooms', LIST, 'New room') },
  {
    name: 'room-mention',
    open: async (page, store) => {
      await found('/rooms', ROOM, '[role="log"]')(page, store);
      const text = page.getByRole('textbox', { name: /^Write to/ });
      await text.fill('');
      await text.pressSequentially('Could you look, @');
      await page.getByRole('listbox', { name: 'People to mention' }).waitFor();
    },
  },
  {
    name: 'room-edit',
    open: async (page, store) => {
      await found('/rooms', ROOM, '[role="log"]')(page, store);
      const edit = page.getByRole('button', { name: 'Edit name and topic' });
      // In a narrow window, the details are opened first.
      if (!(await edit.isVisible())) await page.keyboard.press('i');
      await edit.click();
      await shown(page, 'dialog');
    },
  },
  {
    name: 'room-export',
    guide: 'room-export',
    open: chooseRoomToExport,
  },
  { name: 'teams-list', open: at('/teams?tab=teams', 'main li, main tbody tr') },
  { name: 'team', guide: 'team', open: at('/teams/demo-team-orders', 'tr[data-member]') },
  {
    name: 'usage',
    guide: 'usage', // What the shop uses is counted a minute after its start.
    open: at('/usage', '[data-meter="orders"]:not([data-used="0"])', 150_000),
  },
  {
    name: 'sales-board',
    guide: 'boards',
    open: at('/live?board=demo-board-sales&window=30d', '[data-billing]'),
  },
  {
    name: 'summaries',
    guide: 'summaries',
    open: async (page, store) => {
      await at('/settings', 'section[aria-label]')(page, store);
      const panel = page.getByRole('region', { name: /^(Summaries|Zusammenfassungen)$/ });
      await panel.evaluate((section) => section.scrollIntoView({ block: 'center' }));
    },
  },
  { name: 'billing', guide: 'billing', open: at('/billing', '[data-invoice]') },
  { name: 'kpis', guide: 'kpis', open: at('/kpis', '[data-kpi="demo-kpi-orders"]') },
  {
    name: 'kpi-edit',
    guide: 'kpi-edit',
    open: pressed('/kpis', '[data-kpi="demo-kpi-orders"]', 'Edit Revenue of the week'),
  },
  {
    name: 'kpi-history',
    open: pressed('/kpis', '[data-kpi="demo-kpi-orders"]', 'History of Revenue of the week'),
  },
  { name: 'team-new', open: pressed('/teams', 'main tbody tr', 'New team') },
  {
    name: 'availability',
    guide: 'availability',
    open: async (page, store) => {
      await at('/chat', LIST)(page, store);
      await page.getByRole('button', { name: /^(Account|Konto)/ }).click();
      await page.getByRole('radio', { name: /^Online/ }).waitFor();
    },
  },
  {
    name: 'canned-new',
    open: pressed('/canned', 'main [role="option"]', 'New reply', (page) =>
      page.getByRole('textbox', { name: 'Title' }).waitFor(),
    ),
  },
  {
    name: 'macros',
    guide: 'macros',
    open: async (page, store) => {
      await at('/canned?tab=macros', 'main [role="option"]')(page, store);
      await page.locator('main [role="option"]').first().click();
    },
  },
  {
    name: 'macro-new',
    open: pressed('/canned?tab=macros', 'main', 'New macro', (page) =>
      page.getByLabel('Name').first().waitFor(),
    ),
  },
  {
    name: 'shortcuts',
    open: async (page, store) => {
      await at('/chat', LIST)(page, store);
      await page.getByRole('listbox', { name: 'Conversations' }).focus();
      await page.keyboard.press('?');
      await shown(page, 'dialog');
    },
  },
  { name: 'shortcuts-change', guide: 'keyboard', open: at('/settings/keyboard', 'main kbd') },
  {
    name: 'branding',
    guide: 'branding',
    open: async (page, store) => {
      await at('/settings', 'main dl')(page, store);
      await page.getByRole('region', { name: 'Customer page' }).scrollIntoViewIfNeeded();
    },
  },
];
