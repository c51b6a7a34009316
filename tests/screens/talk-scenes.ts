import type { Page } from '@playwright/test';
import { expect, PERSONA, type Store } from '../e2e/fixtures.ts';
import { handshake, TestClient } from '../support/client.ts';
import { signInColleague } from '../support/colleague.ts';
import { quietTalk, richTalk, talkAboutStock, talkWithRemoved, writeAs } from './own-talks.ts';
import type { Scene } from './scene.ts';

const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });
const shown = (page: Page, role: 'dialog' | 'menu') => page.getByRole(role).first().waitFor();

/** Opens one of the scenes' own conversations, with nothing typed. */
const talk =
  (
    make: (store: Store) => Promise<string>,
    then: (page: Page, store: Store) => Promise<void> = async () => {},
  ) =>
  async (page: Page, store: Store): Promise<void> => {
    const conversationId = await make(store);
    await store.shop.bridge.call('chat.save_draft', { conversationId, body: '' });
    await store.open(page, `/chat/${conversationId}`);
    await page.getByRole('log').locator('[data-index]').first().waitFor({ timeout: 30_000 });
    await then(page, store);
  };

/** Opens the talk and presses keys outside of the text. */
const keys =
  (ready: 'dialog' | 'menu', ...pressed: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('listbox', { name: 'Conversations' }).focus();
    for (const key of pressed) await page.keyboard.press(key);
    await shown(page, ready);
  };

const more = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'More for this conversation' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await shown(page, 'dialog');
};

/** A colleague who has left an unsent text in the conversation, and the look of it. */
async function withColleague(page: Page, store: Store): Promise<void> {
  const { token } = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const client = new TestClient(store.shop.gateway.address, handshake(token));
  await client.untilReceived('welcome');
  const conversationId = await richTalk(store);
  const look = (): void =>
    void client.socket.emit('signal', {
      ...{ type: 'viewing', conversationId, name: 'Marco', hasDraft: true, expiresAt: Date.now() + 25_000 },
    });
  look();
  const again = setInterval(look, 5_000);
  const leave = (): void => {
    clearInterval(again);
    client.close();
  };
  page.once('framenavigated', leave);
  await page.locator('[data-company]').waitFor();
}

async function askAboutNewer(page: Page, store: Store): Promise<void> {
  await composer(page).fill('The parcel arrives tomorrow.');
  const conversationId = await quietTalk(store);
  const body = `The carrier says Thursday (${new Date().toLocaleTimeString('en-GB')}).`;
  await writeAs(store, PERSONA.manager, conversationId, body, 'note');
  await page.getByRole('log').getByText(body).waitFor();
  await composer(page).press('Enter');
  await page.getByRole('alert').filter({ hasText: 'There is a new message' }).waitFor();
}

/** One conversation: what is in it, and everything that opens over it. */
export const TALK_SCENES: readonly Scene[] = [
  { name: 'talk', guide: 'conversation', open: talk(richTalk) },
  { name: 'talk-removed', open: talk(talkWithRemoved) },
  {
    name: 'talk-stock',
    guide: 'stock-card',
    open: talk(talkAboutStock, (page) => page.locator('[data-named-item]').waitFor()),
  },
  {
    name: 'talk-reserve',
    open: talk(talkAboutStock, async (page) => {
      await page.locator('[data-named-item]').getByRole('button', { name: 'Reserve' }).click();
      await shown(page, 'dialog');
    }),
  },
  {
    name: 'talk-note',
    open: talk(richTalk, async (page) => {
      await page.getByRole('radio', { name: 'Note' }).click();
      await page.getByRole('textbox', { name: /^Private note/ }).fill('Ask the carrier again at four.');
    }),
  },
  {
    name: 'talk-too-long',
    open: talk(richTalk, (page) => composer(page).fill('The parcel is on its way. '.repeat(40))),
  },
  { name: 'talk-company', guide: 'collision', open: talk(richTalk, withColleague) },
  { name: 'talk-newer', guide: 'newer-message', open: talk(quietTalk, askAboutNewer) },
  {
    name: 'talk-slash',
    open: talk(richTalk, async (page) => {
      await composer(page).pressSequentially('/');
      await page.getByRole('listbox', { name: 'Canned replies to insert' }).waitFor();
    }),
  },
  {
    name: 'talk-emoji',
    open: talk(richTalk, async (page) => {
      await composer(page).press('Control+;');
      await page.getByRole('grid').first().waitFor();
    }),
  },
  {
    name: 'talk-find',
    guide: 'search-inside',
    open: talk(richTalk, async (page) => {
      await composer(page).press('Control+f');
      await page.getByRole('searchbox', { name: 'Words in this conversation' }).fill('carrier');
      await page.locator('[data-hit] mark').first().waitFor();
    }),
  },
  {
    name: 'talk-macros',
    open: talk(richTalk, async (page) => {
      await page.getByRole('button', { name: 'Macros' }).click();
      await shown(page, 'menu');
    }),
  },
  { name: 'talk-assign', open: talk(richTalk, keys('menu', 'a')) },
  { name: 'talk-priority', open: talk(richTalk, keys('menu', 'p')) },
  {
    name: 'talk-labels',
    open: talk(richTalk, async (page) => {
      await page.getByRole('listbox', { name: 'Conversations' }).focus();
      await page.keyboard.press('l');
      await page.getByLabel('Find or create a label').waitFor();
    }),
  },
  { name: 'talk-snooze', guide: 'snooze', open: talk(richTalk, keys('menu', 's')) },
  {
    name: 'talk-snooze-date',
    open: talk(richTalk, async (page) => {
      await keys('menu', 's')(page);
      await page.getByRole('menuitem', { name: 'Date and time…' }).press('Enter');
      await shown(page, 'dialog');
    }),
  },
  { name: 'talk-transfer', open: talk(richTalk, keys('dialog', 't')) },
  {
    name: 'talk-people',
    open: talk(richTalk, async (page) => {
      await page.getByRole('button', { name: 'Team and participants' }).click();
      await page.getByLabel('Team', { exact: true }).waitFor();
    }),
  },
  { name: 'talk-transcript', guide: 'transcript', open: talk(richTalk, more('Export transcript')) },
  {
    name: 'talk-remove',
    open: talk(richTalk, async (page) => {
      await page.getByRole('log').getByRole('button', { name: 'Remove message…' }).last().click();
      await shown(page, 'dialog');
    }),
  },
  {
    name: 'talk-share',
    open: talk(richTalk, async (page) => {
      await page.getByRole('log').getByRole('button', { name: 'Share into a room…' }).last().click();
      await shown(page, 'dialog');
    }),
  },
  {
    name: 'talk-link',
    open: talk(richTalk, async (page) => {
      await page.getByRole('log').hover();
      await page.mouse.wheel(0, -5_000);
      await page.locator('[role="log"] a:has(+ [data-target])').click();
      await shown(page, 'dialog');
    }),
  },
  {
    name: 'talk-palette',
    open: talk(richTalk, async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
    }),
  },
  {
    name: 'talk-empty-search',
    open: talk(richTalk, async (page) => {
      await composer(page).press('Control+f');
      await page.getByRole('searchbox', { name: 'Words in this conversation' }).fill('zebra');
      await expect(page.getByRole('search').getByRole('status')).not.toBeEmpty();
    }),
  },
];
