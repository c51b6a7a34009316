import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { expect, PERSONA, type Store } from '../e2e/fixtures.ts';
import { handshake, TestClient } from '../support/client.ts';
import { signInColleague } from '../support/colleague.ts';

/** A state of the customers' chat page, in a language. */
export interface CustomerScene {
  readonly name: string;
  /** The name of its picture in the user's guide, without its ending; none by default. */
  readonly guide?: string;
  readonly open: (page: Page, store: Store, language: string) => Promise<void>;
}

const NAME = 'Hannah Berg';
const idOf = (store: Store, email: string): string =>
  store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_email = ?', email)[0]?.id ?? '';

async function start(page: Page, store: Store, language: string): Promise<void> {
  await page.goto(`${store.shop.gateway.address}/widget?lang=${language}`);
  await page.locator('#start').waitFor();
}

/** Starts a conversation of its own; returns the customer's address. */
async function begin(page: Page, store: Store, language: string, first: string): Promise<string> {
  await start(page, store, language);
  const email = `${uuidv7().slice(-8)}@example.com`;
  await page.locator('#name').fill(NAME);
  await page.locator('#email').fill(email);
  // An address may start so many conversations, then one every five seconds.
  await expect(async () => {
    await page.locator('#start button').click();
    await expect(page.locator('#talk')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await write(page, first);
  await expect.poll(() => idOf(store, email)).not.toBe('');
  return email;
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#body').fill(text);
  await page.locator('#body').press('Enter');
  await expect(page.locator('#body')).toHaveValue('');
}

/** Has somebody of the team take the conversation and write in it. */
async function answer(store: Store, email: string, ...texts: readonly string[]): Promise<string> {
  const conversationId = idOf(store, email);
  const marco = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const [me] = store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', PERSONA.manager);
  await marco.run('chat.assign', { conversationId, assigneeId: me?.id ?? null });
  for (const body of texts)
    await marco.run('chat.send_message', { conversationId, messageId: uuidv7(), kind: 'text', body });
  return conversationId;
}

const QUESTION = { en: 'Where is my order?', de: 'Wo ist meine Bestellung?' } as const;
const question = (language: string): string => (language === 'de' ? QUESTION.de : QUESTION.en);

/** A conversation with code, a link, something masked, a receipt, and a colleague who is writing. */
async function talk(page: Page, store: Store, language: string): Promise<void> {
  const email = await begin(page, store, language, question(language));
  const conversationId = await answer(
    store,
    email,
    'Hello Hannah, please open https://parcels.example.com/track and enter:\n```\nHP-2041\n  Berlin\n```',
    '☺️',
  );
  await expect(page.locator('#messages li')).toHaveCount(3);
  await write(page, language === 'de' ? 'Meine Karte: 4242 4242 4242 4242' : 'My card: 4242 4242 4242 4242');
  await page.locator('#messages .masked').waitFor();
  const { token } = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const client = new TestClient(store.shop.gateway.address, handshake(token));
  await client.untilReceived('welcome');
  client.socket.emit('signal', {
    ...{ type: 'typing', conversationId, name: 'Marco', who: 'user', expiresAt: Date.now() + 6_000 },
  });
  await expect(page.locator('#typing')).not.toBeEmpty();
  client.close();
}

async function rating(page: Page, store: Store, language: string): Promise<void> {
  const email = await begin(page, store, language, question(language));
  const conversationId = await answer(store, email, 'It arrives today.');
  const marco = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  await marco.run('chat.set_status', { conversationId, status: 'resolved' });
  await page.locator('#rating').waitFor();
}

/** A page with files: one that is uploading and does not end, and one that is there. */
async function upload(page: Page, store: Store, language: string): Promise<void> {
  await begin(page, store, language, question(language));
  await page
    .locator('#file')
    .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('A note') });
  await page.locator('#files li.done').waitFor();
  await page.route('**/widget/api/attachments/*', (route) =>
    route.request().method() === 'PATCH' && (route.request().headers()['upload-offset'] ?? '0') !== '0'
      ? new Promise<void>(() => {})
      : route.continue(),
  );
  const buffer = Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    Buffer.alloc(3_200_000, 'a long line of text that is no picture at all '),
  ]);
  await page
    .locator('#file')
    .setInputFiles({ name: 'invoice-2026-11-20.pdf', mimeType: 'application/pdf', buffer });
  await expect(page.locator('#files progress')).not.toHaveAttribute('value', '0');
}

/** The states of the customer page, each opened anew. */
export const CUSTOMER_SCENES: readonly CustomerScene[] = [
  { name: 'start', guide: 'customer-start', open: start },
  {
    name: 'start-refused',
    open: async (page, store, language) => {
      await start(page, store, language);
      await page.locator('#name').fill(NAME);
      await page.locator('#email').fill('hannah@example');
      await page.locator('#start button').click();
      await expect(page.locator('#problem')).not.toBeEmpty();
    },
  },
  {
    name: 'code',
    open: async (page, store, language) => {
      await page.route('**/widget/api/session?*', (route) =>
        route.fulfill({ json: { active: true, maxMessageLength: 1000, verify: true } }),
      );
      await start(page, store, language);
      await page.locator('#name').fill(NAME);
      await page.locator('#email').fill('hannah@example.com');
      await page.locator('#start button').click();
      await page.locator('#verify').waitFor();
    },
  },
  {
    name: 'queue',
    guide: 'customer-queue',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await expect(page.locator('#place')).not.toBeEmpty();
    },
  },
  { name: 'talk', guide: 'customer-talk', open: talk },
  { name: 'upload', open: upload },
  {
    name: 'slowed',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await write(page, question(language));
      await page.locator('#slowed-left').waitFor();
    },
  },
  {
    name: 'long',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await page.locator('#body').fill(`${question(language)} `.repeat(60));
    },
  },
  { name: 'rating', guide: 'customer-rating', open: rating },
  {
    name: 'rated',
    open: async (page, store, language) => {
      await rating(page, store, language);
      await page.locator('#rating input').nth(3).check();
      await page.locator('#rating button').click();
      await expect(page.locator('#rated')).not.toBeEmpty();
    },
  },
  {
    name: 'end',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await page.locator('#end').click();
    },
  },
  {
    name: 'ended',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await page.locator('#end').click();
      await page.locator('#end-now').click();
      await page.locator('#start').waitFor();
    },
  },
  {
    name: 'lost',
    open: async (page, store, language) => {
      await begin(page, store, language, question(language));
      await page.context().setOffline(true);
      await write(page, language === 'de' ? 'Hallo?' : 'Hello?');
      await page.locator('#state[data-state="lost"]').waitFor();
    },
  },
  {
    name: 'embedded',
    guide: 'customer-embedded',
    open: async (page, store, language) => {
      const script = `${store.shop.gateway.address}/widget-embed.js?lang=${language}`;
      const html = `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><title>Harbour &amp; Pine</title>
        <h1>Harbour &amp; Pine</h1><p>HP-2041</p><script src="${script}" data-order="HP-2041" data-place="corner"></script></html>`;
      const site = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      });
      await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
      page.once('close', () => site.close());
      const address = site.address();
      await page.goto(`http://localhost:${typeof address === 'object' ? address?.port : ''}/`);
      await page.locator('a').waitFor();
    },
  },
];
