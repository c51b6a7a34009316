import { v7 as uuidv7 } from 'uuid';
import type { ServiceRules } from '#shared/domain/service-levels.ts';
import { signInColleague } from '../support/colleague.ts';
import { expect, PERSONA, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the gateway');
});

interface StoredRules extends Pick<ServiceRules, 'version'> {
  readonly hours: string;
  readonly holidays: string;
  readonly targets: string;
}
const rulesOf = (store: Store): StoredRules => {
  const [rules] = store.ask<StoredRules>('SELECT * FROM service_rules');
  if (!rules) throw new Error('The demo has no service levels.');
  return rules;
};

test('managers change the service levels, what they typed is kept, and nobody is overwritten unseen', async ({
  page,
  store,
}) => {
  const colleague = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  await signInAs(page, store, 'manager', '/service');
  await page.getByRole('button', { name: 'Add holiday' }).click();
  await page.getByRole('textbox', { name: 'Name' }).last().fill('Own holiday');
  await page.getByLabel('Day', { exact: true }).last().fill('2031-12-24');
  const urgent = page.getByRole('textbox', { name: 'Urgent: Resolution' });
  await urgent.fill('soon');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Enter a time such as')).toBeVisible();
  await urgent.fill('1h 30m');
  expect(await seriousIn(page)).toEqual([]);
  await expect(page.getByText('Not saved yet.')).toBeVisible();
  await page.reload();
  await expect(urgent).toHaveValue('1h 30m');
  // Meanwhile somebody else changes them.
  const { version, hours, holidays, targets } = rulesOf(store);
  await colleague.run('service.save_rules', {
    hours: JSON.parse(hours),
    holidays: [...JSON.parse(holidays), { day: '2031-12-31', name: 'Theirs' }],
    targets: JSON.parse(targets),
    seen: version,
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert').getByText('has changed the service levels meanwhile')).toBeVisible();
  await expect(page.getByRole('alert').getByText('2031-12-31 Theirs')).toBeVisible();
  await page.getByRole('alert').getByRole('button').first().click();
  await expect.poll(() => rulesOf(store).version).toBe(version + 2);
  expect(JSON.parse(rulesOf(store).targets).urgent.resolution).toBe(90);
});

test('a customer waits, is answered, and rates; the queue and the report show it', async ({
  page,
  store,
  browser,
}) => {
  const { address } = store.shop.gateway;
  const colleague = await signInColleague(address, PERSONA.manager);
  const name = `Rita ${uuidv7().slice(-4)}`;
  const visitor = await browser.newContext({ locale: 'en-GB' });
  const widget = await visitor.newPage();
  await widget.goto(`${address}/widget`);
  await widget.getByLabel('Name').fill(name);
  await widget.getByLabel('E-mail').fill('rita@example.com');
  await widget.getByRole('button', { name: 'Start conversation' }).click();
  await widget.getByLabel('Your message').fill('Where is my parcel?');
  await widget.keyboard.press('Enter');
  const idOf = (): string =>
    store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_name = ?', name)[0]?.id ?? '';
  await expect.poll(idOf).not.toBe('');
  const conversationId = idOf();
  const [me] = store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', PERSONA.manager);
  await colleague.run('chat.assign', { conversationId, assigneeId: me?.id ?? null });
  await colleague.run('chat.set_priority', { conversationId, priority: 'urgent' });

  await signInAs(page, store, 'manager');
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  const queue = page.getByRole('listbox', { name: 'Attention' });
  const entry = queue.getByRole('option', { name: new RegExp(name) });
  await expect(entry).toContainText(/waited|due|overdue/);
  expect(await seriousIn(page)).toEqual([]);
  // By keyboard to the entry, whatever stands above it, and into the conversation.
  for (let n = 0; n < 20 && (await entry.getAttribute('aria-selected')) !== 'true'; n += 1) {
    const before = (await queue.getAttribute('aria-activedescendant')) ?? 'none';
    await page.keyboard.press('j');
    await expect(queue).not.toHaveAttribute('aria-activedescendant', before);
    await expect(queue).toHaveAttribute('aria-activedescendant', /./);
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(conversationId));
  await expect(page.locator('[role="toolbar"] [data-clock]').first()).toContainText('First reply');

  await colleague.run('chat.send_message', {
    ...{ conversationId, messageId: uuidv7(), kind: 'text', body: 'It arrives today.' },
  });
  await expect(widget.getByText('It arrives today.')).toBeVisible();
  await expect(widget.locator('#rating')).toBeHidden();
  await colleague.run('chat.set_status', { conversationId, status: 'resolved' });
  await widget.getByRole('radio', { name: /^4/ }).check();
  await widget.getByLabel('Comment').fill('Friendly <b>help</b>');
  await widget.getByRole('button', { name: 'Send rating' }).click();
  await expect(widget.getByText('Thank you.')).toBeVisible();
  expect(await seriousIn(widget)).toEqual([]);
  await expect(page.locator('[data-rating="4"]')).toContainText('Friendly <b>help</b>');
  await widget.getByRole('radio', { name: /^5/ }).check();
  await widget.getByRole('button', { name: 'Change rating' }).click();
  await expect(page.locator('[data-rating="5"]')).toBeVisible();
  await visitor.close();

  await store.open(page, '/reports?days=1');
  await expect(page.locator('[data-figure="rating"]')).toContainText('/ 5');
  expect(await seriousIn(page)).toEqual([]);
});
