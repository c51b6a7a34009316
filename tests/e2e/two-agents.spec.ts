import type { BrowserContext, Locator, Page } from '@playwright/test';
import { signInColleague } from '../support/colleague.ts';
import { type Desk, go, openDesk } from './figures/desk.ts';
import { expect, PERSONA, type Store, seriousIn, signInAs, test, writeAs } from './fixtures.ts';

// The living shop never stops moving; with reduced motion what changes stands at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'opens a second console in a browser');
});

/** Longer than anybody is said to be writing without a word of theirs, ms. */
const WRITING_ENDS_MS = 12_000;

let desk: Desk;
let visitor: BrowserContext;

test.beforeAll(async ({ store, browser }) => {
  desk = await openDesk(browser, store.shop, 'Europe/Berlin', PERSONA.agent);
});

// A browser that knows nobody: one that was here before is shown its conversation.
test.beforeEach(async ({ browser }) => {
  visitor = await browser.newContext({ locale: 'en-GB' });
});

test.afterEach(async () => {
  await visitor.close();
});

test.afterAll(async () => {
  await desk.close();
});

const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });
const take = (page: Page) => page.getByRole('button', { name: 'Assign to me', exact: true });
const company = (page: Page) => page.locator('[data-company]');

/** A customer writes in a browser of their own; both agents open the conversation. */
async function meet(page: Page, store: Store, name: string, body: string) {
  const blank = await visitor.newPage();
  const widget = await writeAs(blank, store, name, body);
  await blank.close();
  const ids = () => store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_name = ?', name);
  await expect.poll(ids).toHaveLength(1);
  const conversationId = ids()[0]?.id ?? '';
  await signInAs(page, store, 'manager', `/chat/${conversationId}`);
  await go(desk, `/chat/${conversationId}`);
  for (const window of [page, desk.page]) await expect(window.getByRole('log').getByText(body)).toBeVisible();
  return { widget, conversationId };
}

/** Writes as the customer until it shows: typing is told every few seconds, and forgotten soon. */
async function writesUntilSeen(widget: Page, shown: Locator): Promise<void> {
  await expect(async () => {
    await widget.getByLabel('Your message').pressSequentially('a');
    await expect(shown).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

test('two agents and a customer, each in a browser of their own, see the same conversation, and one agent gets it', async ({
  page,
  store,
}) => {
  const { widget, conversationId } = await meet(page, store, 'Tess Two', 'Does the lamp come with a bulb?');
  const other = desk.page;
  for (const window of [page, other])
    await writesUntilSeen(widget, window.getByText('Tess Two is typing…', { exact: true }).last());

  // Both take it in the same moment, unless the window of one already shows that it is gone.
  const clicks = await Promise.allSettled(
    [page, other].map((window) => take(window).click({ timeout: 10_000 })),
  );
  const both = clicks.every(({ status }) => status === 'fulfilled');
  const assigned = () =>
    store.ask<{ name: string | null }>(
      'SELECT assignee_name AS name FROM conversations WHERE id = ?',
      conversationId,
    )[0]?.name ?? '';
  await expect.poll(assigned).not.toBe('');
  const winner = assigned();
  expect(['Marco Reyes', 'Ava Lindqvist']).toContain(winner);
  for (const [window, name] of [
    [page, 'Marco Reyes'],
    [other, 'Ava Lindqvist'],
  ] as const) {
    if (both && winner !== name) {
      const late = window.getByRole('dialog', { name: `${winner} has this conversation now` });
      await late.getByRole('button', { name: 'Leave it' }).click();
    }
    await expect(take(window)).toHaveCount(0);
    const shown = winner === name ? 'You' : winner;
    await expect(window.getByRole('button', { name: `Assigned to ${shown}` })).toBeVisible();
  }
  const lines = store.ask(
    "SELECT seq FROM assignment_entries WHERE conversation_id = ? AND kind = 'assigned'",
    conversationId,
  );
  expect(lines).toHaveLength(1);

  // One answers, all see it; the note is the team's alone.
  await composer(other).fill('It does, a warm one.');
  await composer(other).press('Enter');
  await expect(composer(other)).toHaveValue('');
  await expect(widget.getByRole('log')).toContainText('It does, a warm one.');
  await expect(page.getByRole('log').getByText('It does, a warm one.')).toBeVisible();
  await page.getByRole('radio', { name: 'Note' }).click();
  const note = page.getByRole('textbox', { name: /^Private note/ });
  await note.fill('She asked before.');
  await note.press('Enter');
  await expect(other.getByRole('log').getByText('She asked before.')).toBeVisible();
  await page.getByRole('radio', { name: 'Reply' }).click();
  await widget.getByLabel('Your message').fill('Thank you both');
  await widget.keyboard.press('Enter');
  const said = ['Does the lamp come with a bulb?', 'It does, a warm one.', 'Thank you both'];
  await expect(widget.getByRole('log').getByRole('listitem')).toHaveCount(said.length);
  for (const [n, text] of said.entries())
    await expect(widget.getByRole('log').getByRole('listitem').nth(n)).toContainText(text);
  for (const window of [page, other])
    await expect(window.getByRole('log').getByText('Thank you both')).toBeVisible();
  const own = other.getByRole('log').locator('[data-index]').filter({ hasText: 'It does, a warm one.' });
  await expect(own.locator('[data-receipt]')).toHaveAttribute('data-receipt', 'read');
  await page.screenshot({ path: 'test-results/screenshots/two-agents.png' });
  await widget.screenshot({ path: 'test-results/screenshots/two-agents-widget.png' });
  for (const window of [page, other, widget]) expect(await seriousIn(window)).toEqual([]);
  await widget.close();
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
});

test('writing ends by itself where the writer’s console or browser is killed', async ({ page, store }) => {
  // Each of the three ends may take as long as a signal lasts.
  test.slow();
  const { widget, conversationId } = await meet(page, store, 'Theo Two', 'Is anybody there?');
  const shown = page.getByText('Theo Two is typing…', { exact: true });
  await writesUntilSeen(widget, shown.last());
  await composer(desk.page).fill('I am');
  await expect(company(page)).toHaveText('Ava Lindqvist is writing here.');
  await expect(widget.getByText('Ava Lindqvist is typing…')).toBeVisible();
  // Neither says that it is over: the process of one is gone, and the window of the other.
  await desk.host.kill();
  // She may still be said to look, or not at all.
  await expect(company(page).filter({ hasText: 'writing' })).toHaveCount(0, { timeout: WRITING_ENDS_MS });
  await expect(widget.locator('#typing')).toBeEmpty({ timeout: WRITING_ENDS_MS });
  await writesUntilSeen(widget, shown.last());
  await visitor.close();
  await expect(shown).toHaveCount(0, { timeout: WRITING_ENDS_MS });
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
});
