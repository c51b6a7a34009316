import { v7 as uuidv7 } from 'uuid';
import { expect } from '../e2e/fixtures.ts';
import { at, found, type Scene } from './scene.ts';

/** The conversation with the newest file. */
const FILES = `SELECT conversation_id AS id FROM messages WHERE attachments <> '[]' ORDER BY seq DESC LIMIT 1`;

/** The pages about conversations and the team's rooms. */
export const CHAT_SCENES: readonly Scene[] = [
  { name: 'chat', open: at('/chat', '[role="listbox"] [role="option"]') },
  {
    name: 'chat-conversation',
    open: found(
      '/chat',
      "SELECT id FROM conversations WHERE order_ids <> '[]' ORDER BY last_message_seq - rowid DESC LIMIT 1",
      '[role="log"]',
    ),
  },
  {
    name: 'chat-sorted',
    guide: 'inbox',
    open: found(
      '/chat',
      "SELECT id FROM conversations WHERE labels <> '[]' AND status = 'open' ORDER BY priority = 'none', last_message_at DESC LIMIT 1",
      '[role="log"]',
    ),
  },
  {
    name: 'chat-folders',
    guide: 'inbox-folders',
    open: async (page, store) => {
      const folders = [
        ['Waiting for returns', [{ name: 'label', value: 'returns' }], 'waiting'],
        ['Urgent and high', [{ name: 'priority', value: 'high' }], 'due'],
        ['Opened by us', [{ name: 'channel', value: 'agent' }], 'created'],
      ] as const;
      for (const [name, filters, by] of folders) {
        if (store.ask("SELECT 1 FROM views WHERE page = 'chat' AND name = ?", name).length > 0) continue;
        await store.shop.bridge.call('commands.submit', {
          id: uuidv7(),
          type: 'views.save',
          data: {
            ...{ viewId: uuidv7(), page: 'chat', name, expected: null },
            content: { filters, sort: { by, direction: 'asc' }, columns: null },
          },
        });
      }
      await at('/chat', 'main ul button bdi')(page, store);
      await page.getByRole('button', { name: /Waiting for returns/ }).click();
    },
  },
  {
    name: 'canned',
    guide: 'canned-replies',
    open: async (page, store) => {
      await at('/canned', 'main [role="option"]')(page, store);
      await page.locator('main [role="option"]').nth(1).click();
    },
  },
  {
    name: 'rooms',
    guide: 'rooms',
    open: found(
      '/rooms',
      `SELECT r.id FROM rooms r JOIN room_messages m ON m.room_id = r.id WHERE r.kind = 'general'
       GROUP BY r.id ORDER BY count(*) DESC LIMIT 1`,
      '[role="log"]',
    ),
  },
  {
    name: 'files',
    guide: 'attachments',
    open: async (page, store) => {
      // A customer sends a photo within the demo's first minute.
      await expect.poll(() => store.ask(FILES).length, { timeout: 60_000 }).toBe(1);
      await found('/chat', FILES, '[role="log"]')(page, store);
    },
  },
  { name: 'attention', guide: 'attention', open: at('/attention', 'main [role="option"]') },
  { name: 'teams', guide: 'teams', open: at('/teams', 'main tbody tr, main li') },
  { name: 'service', guide: 'service-levels', open: at('/service', 'main form') },
  { name: 'filter', guide: 'message-filter', open: at('/filter', 'main form [data-rule]') },
  { name: 'reports', guide: 'reports', open: at('/reports', 'main table tbody tr') },
  { name: 'reports-by-team', open: at('/reports?by=team', 'main table tbody tr') },
];
