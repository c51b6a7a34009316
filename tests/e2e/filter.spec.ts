import { v7 as uuidv7 } from 'uuid';
import type { FilterRules } from '#shared/domain/filter.ts';
import { signInColleague } from '../support/colleague.ts';
import {
  expect,
  PERSONA,
  type Store,
  seriousIn,
  seriousInThemes,
  signInAs,
  test,
  writeAs,
} from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'the desktop host asks before it opens addresses by itself');
});

interface StoredRules extends Pick<FilterRules, 'version'> {
  readonly repeat_seconds: number | null;
  readonly words: string;
  readonly flood: string | null;
}
const rulesOf = (store: Store): StoredRules => {
  const [rules] = store.ask<StoredRules>('SELECT * FROM filter_rules');
  if (!rules) throw new Error('The demo has no rules of the filter.');
  return rules;
};

test('an administrator changes the filter, tries a text, and nobody is overwritten unseen', async ({
  page,
  store,
}) => {
  const before = rulesOf(store);
  const content = {
    words: JSON.parse(before.words) as string[],
    flood: before.flood === null ? null : JSON.parse(before.flood),
    repeatSeconds: before.repeat_seconds,
  };
  const own = `own${uuidv7().slice(-6)}`;
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await signInAs(page, store, 'admin', '/settings');
  await page.getByRole('link', { name: 'Rules and counters' }).click();
  const words = page.getByRole('textbox', { name: 'Words to mask' });
  await words.fill(`${content.words.join('\n')}\n!!`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Not valid: !!')).toBeVisible();
  await words.fill(`${content.words.join('\n')}\n${own}`);
  // The box to try a text in follows what is typed.
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill(`${own.toUpperCase()} 4242 4242 4242 4242`);
  await expect(page.locator('[data-stored]')).toHaveText(`${'•'.repeat(own.length)} •••• •••• •••• 4242`);
  await expect(page.getByText('1 card number masked. 1 word masked.')).toBeVisible();
  expect(await seriousInThemes(page, store, 'filter')).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.screenshot({ path: 'test-results/screenshots/filter-narrow.png' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await expect(words).toHaveValue(new RegExp(`${own}$`));
  // Meanwhile somebody else changes them.
  await colleague.run('filter.save_rules', {
    ...content,
    words: [...content.words, `${own}theirs`],
    seen: before.version,
  });
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'has changed the message filter meanwhile' });
  await expect(conflict).toContainText(`${own}theirs`);
  await page.screenshot({ path: 'test-results/screenshots/filter-conflict.png' });
  await conflict.getByRole('button').first().click();
  await expect.poll(() => rulesOf(store).version).toBe(before.version + 2);
  expect(JSON.parse(rulesOf(store).words)).toContain(own);
  await colleague.run('filter.save_rules', { ...content, seen: before.version + 2 });
  const [row] = store.ask<{ changes: string }>(
    `SELECT changes FROM audit WHERE command_type = 'filter.save_rules' ORDER BY n DESC LIMIT 1`,
  );
  expect(row?.changes).toContain(own);
});

test('managers read the rules, and agents do not', async ({ page, store }) => {
  await signInAs(page, store, 'manager', '/filter');
  await expect(page.getByRole('textbox', { name: 'Words to mask' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect(page.locator('tr[data-rule="cards"]')).toBeVisible();
});

test('a customer sees what was masked, the agent too, and a repeated message is sent later by itself', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'agent', '/chat');
  const name = `Mia ${uuidv7().slice(-4)}`;
  const widget = await writeAs(page, store, name, 'Where is my parcel?');
  await widget.getByLabel('Your message').fill('Charge 4242 4242 4242 4242, you crook');
  await widget.keyboard.press('Enter');
  const log = widget.getByRole('log');
  await expect(log).toContainText('Charge •••• •••• •••• 4242, you •••••');
  await expect(log).toContainText('We removed a card number from your message.');
  await expect(log).toContainText('We removed words from your message');
  await widget.getByLabel('Your message').fill('where is  my PARCEL?');
  await widget.keyboard.press('Enter');
  await expect(widget.locator('#slowed-left')).toContainText(
    /You have just sent the same message. It is sent again in \d+ s/,
  );
  expect(await seriousIn(widget)).toEqual([]);
  await widget.screenshot({ path: 'test-results/screenshots/widget-slowed-light.png' });
  await widget.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousIn(widget)).toEqual([]);
  await widget.screenshot({ path: 'test-results/screenshots/widget-slowed-dark.png' });
  await expect(widget.getByRole('heading', { level: 1 })).toHaveText('Harbour & Pine');
  await page.bringToFront();
  const list = page.getByRole('listbox', { name: 'Conversations' });
  await list.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.locator('[data-masked]')).toHaveText(
    'Card number and words masked by the message filter',
  );
  await page.screenshot({ path: 'test-results/screenshots/chat-masked.png' });
  // A room says the same in the same words.
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  const roomId = uuidv7();
  const said = { mentions: [], shared: null, body: 'Charge 4242 4242 4242 4242, says the crook' };
  await admin.run('rooms.create', {
    ...{ roomId, kind: 'general', topic: '', memberIds: [] },
    name: `Masked ${roomId.slice(-6)}`,
  });
  await admin.run('rooms.post', { roomId, messageId: uuidv7(), ...said });
  await store.open(page, `/rooms/${roomId}`);
  await expect(page.locator('[data-masked]')).toHaveText(
    'Card number and words masked by the message filter',
  );
  await admin.run('rooms.archive', { roomId, archived: true });
  await store.open(page, '/chat');
  await list.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.getByRole('log').getByText('where is my PARCEL?', { exact: true })).toBeVisible({
    timeout: 45_000,
  });
  await expect(widget.locator('#slowed')).toBeHidden();
  // One that waits can be taken back.
  await widget.bringToFront();
  await widget.getByLabel('Your message').fill('Where is my parcel?');
  await widget.keyboard.press('Enter');
  await widget.getByRole('button', { name: 'Do not send it' }).click();
  await expect(widget.getByLabel('Your message')).toHaveValue('Where is my parcel?');
  await expect(widget.locator('#slowed')).toBeHidden();
  await widget.close();
});

test('an address in a message shows where it leads, and opens after a question', async ({ page, store }) => {
  await signInAs(page, store, 'agent', '/chat');
  const name = `Lea ${uuidv7().slice(-4)}`;
  const widget = await writeAs(page, store, name, 'See https://p\u0430ypal.com/login now');
  await page.bringToFront();
  const list = page.getByRole('listbox', { name: 'Conversations' });
  await list.getByRole('option').filter({ hasText: name }).first().click();
  const log = page.getByRole('log');
  await expect(log.locator('[data-target]')).toHaveText('leads to xn--pypal-4ve.com');
  await log.getByRole('link', { name: /ypal/ }).focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Open xn--pypal-4ve.com?' });
  await expect(question.locator('[data-address]')).toHaveText('https://xn--pypal-4ve.com/login');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await seriousInThemes(page, store, 'link-question')).toEqual([]);
  const open = question.getByRole('link', { name: 'Open address' });
  await expect(open).toHaveAttribute('rel', /noopener/);
  await expect(open).toHaveAttribute('href', 'https://xn--pypal-4ve.com/login');
  expect(page.context().pages()).toHaveLength(2);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(log.getByRole('link', { name: /ypal/ })).toBeFocused();
  await widget.close();
});

test('an administrator sets how the customer page looks', async ({ page, store }) => {
  const { address } = store.shop.gateway;
  const read = (): Record<string, string> =>
    Object.fromEntries(
      store
        .ask<{ key: string; value: string }>(
          "SELECT key, value FROM settings WHERE key LIKE 'shop_%' OR key LIKE 'greeting_%'",
        )
        .map(({ key, value }) => [key, JSON.parse(value)]),
    );
  const before = read();
  await signInAs(page, store, 'admin', '/settings');
  const panel = page.getByRole('region', { name: 'Customer page' });
  await panel.getByRole('textbox', { name: 'Name of the shop' }).fill('<b>Yellow</b> & Co');
  await panel.getByRole('textbox', { name: 'Colour', exact: true }).fill('#ffee58');
  await expect(panel.locator('[data-preview="light"]')).toContainText('<b>Yellow</b> & Co');
  await panel.scrollIntoViewIfNeeded();
  expect(await seriousInThemes(page, store, 'branding')).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  await panel.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/screenshots/branding-narrow.png' });
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => read()['shop_colour']).toBe('#ffee58');
  const widget = await page.context().newPage();
  for (const colorScheme of ['light', 'dark'] as const) {
    await widget.emulateMedia({ colorScheme });
    await widget.goto(`${address}/widget?lang=de`);
    await expect(widget.getByRole('heading', { level: 1 })).toHaveText('<b>Yellow</b> & Co');
    const start = widget.getByRole('button', { name: 'Unterhaltung beginnen' });
    await expect(start).toHaveCSS('background-color', 'rgb(255, 238, 88)');
    await expect(start).toHaveCSS('color', 'rgb(0, 0, 0)');
    expect(await seriousIn(widget)).toEqual([]);
    await widget.screenshot({ path: `test-results/screenshots/widget-branded-${colorScheme}.png` });
  }
  await widget.close();
  const colleague = await signInColleague(address, PERSONA.admin);
  const settingOf = (from: Record<string, string>, key: string): string | null => from[key] ?? null;
  const branding = (from: Record<string, string>) => ({
    name: settingOf(from, 'shop_name'),
    colour: settingOf(from, 'shop_colour'),
    greetingEn: settingOf(from, 'greeting_en'),
    greetingDe: settingOf(from, 'greeting_de'),
  });
  await colleague.run('admin.set_branding', { branding: branding(before), seen: branding(read()) });
});
