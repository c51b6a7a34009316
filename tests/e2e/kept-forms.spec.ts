import type { Locator, Page } from '@playwright/test';
import { expect, forgetUnsent, raiseAlert, type Store, signInAs, test } from './fixtures.ts';

const leaving = (page: Page): Locator => page.getByRole('dialog', { name: /not been sent|not sent/ });
const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'signs several people in, one after the other');
});

/** Where forms are filled in: an item with its location, an order, and an open alert. */
interface Places {
  readonly itemId: string;
  readonly place: string;
  readonly orderId: string;
  readonly alertId: string;
}

async function placesOf(store: Store): Promise<Places> {
  const [level] = store.ask<{ itemId: string; locationId: string }>(
    `SELECT item_id AS itemId, location_id AS locationId FROM levels
     WHERE on_hand - committed - unavailable > 30 ORDER BY on_hand DESC LIMIT 1`,
  );
  const [order] = store.ask<{ id: string }>(
    "SELECT id FROM orders WHERE status = 'fulfilled' AND refunded = 0 ORDER BY placed_at LIMIT 1",
  );
  if (level === undefined || order === undefined) throw new Error('no such records');
  const alertId = await raiseAlert(store, 'Door open');
  const { levels } = await store.shop.bridge.call('inventory.item', { itemId: level.itemId });
  const place = levels.find(({ locationId }) => locationId === level.locationId)?.locationName ?? '';
  return { itemId: level.itemId, place, orderId: order.id, alertId };
}

async function openAdjustment(page: Page, store: Store, { itemId, place }: Places): Promise<Locator> {
  await store.open(page, `/inventory/${itemId}`);
  await page.getByRole('button', { name: `Adjust at ${place}` }).click();
  return dialog(page, 'Adjust stock');
}

async function openRefund(page: Page, store: Store, { orderId }: Places): Promise<Locator> {
  await store.open(page, `/orders/${orderId}`);
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  return dialog(page, /^Refund/);
}

async function alertNote(page: Page, store: Store, { alertId }: Places): Promise<Locator> {
  await store.open(page, `/alerts/${alertId}`);
  return page.getByRole('region', { name: 'Alert', exact: true }).getByLabel('Note');
}

async function orderNote(page: Page, store: Store, { orderId }: Places): Promise<Locator> {
  await store.open(page, `/orders/${orderId}`);
  return page.getByRole('region', { name: 'Timeline' }).getByLabel('Note');
}

/** Fills all forms in, sending none, and closes what is open. */
async function fillIn(page: Page, store: Store, places: Places): Promise<void> {
  const adjust = await openAdjustment(page, store, places);
  await adjust.getByLabel('Change').fill('-7');
  await adjust.getByLabel('Reason').fill('counted by hand');
  await adjust.getByRole('button', { name: 'Cancel' }).click();
  const refund = await openRefund(page, store, places);
  await refund.getByLabel(/^Amount/).fill('1.25');
  await refund.getByLabel('Reason').fill('scratched');
  await refund.getByRole('button', { name: 'Cancel' }).click();
  await (await orderNote(page, store, places)).fill('Called twice');
  await (await alertNote(page, store, places)).fill('On its way');
}

async function expectFilledIn(page: Page, store: Store, places: Places, filled: boolean): Promise<void> {
  const value = (text: string): string => (filled ? text : '');
  const adjust = await openAdjustment(page, store, places);
  await expect(adjust.getByLabel('Reason')).toHaveValue(value('counted by hand'));
  await expect(adjust.getByLabel('Change')).toHaveValue(value('-7'));
  await adjust.getByRole('button', { name: 'Cancel' }).click();
  const refund = await openRefund(page, store, places);
  await expect(refund.getByLabel('Reason')).toHaveValue(value('scratched'));
  if (filled) await expect(refund.getByLabel(/^Amount/)).toHaveValue('1.25');
  await refund.getByRole('button', { name: 'Cancel' }).click();
  await expect(await orderNote(page, store, places)).toHaveValue(value('Called twice'));
  await expect(await alertNote(page, store, places)).toHaveValue(value('On its way'));
}

async function askToSignOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

test('forms that were filled in are kept through a sign-out, for their author alone, until they are discarded', async ({
  page,
  store,
}) => {
  for (const who of ['admin', 'manager'] as const) {
    await signInAs(page, store, who);
    await forgetUnsent(store);
  }
  const places = await placesOf(store);
  await fillIn(page, store, places);
  // A reload is no end either.
  await page.reload();
  await expectFilledIn(page, store, places, true);

  await askToSignOut(page);
  const named = leaving(page).getByRole('listitem');
  await expect(named).toHaveCount(4);
  for (const text of ['-7 · counted by hand', 'scratched', 'Called twice', 'On its way'])
    await expect(named.filter({ hasText: text })).toHaveCount(1);
  await page.screenshot({ path: 'test-results/screenshots/leaving-forms.png' });
  await leaving(page).getByRole('button', { name: 'Keep for me and sign out' }).click();
  await page.locator('[data-persona]').first().waitFor();

  await signInAs(page, store, 'admin');
  await expectFilledIn(page, store, places, false);
  expect(await store.shop.bridge.call('forms.list', {})).toEqual({ forms: [] });

  await signInAs(page, store, 'manager');
  await expectFilledIn(page, store, places, true);
  // What is cleared is gone, without a further word.
  await (await alertNote(page, store, places)).fill('');
  await expect
    .poll(async () => (await store.shop.bridge.call('forms.list', {})).forms.map(({ type }) => type).sort())
    .toEqual(['inventory.adjust', 'orders.note', 'payments.refund']);

  await askToSignOut(page);
  await leaving(page).getByRole('button', { name: 'Discard…' }).click();
  await page.getByRole('button', { name: 'Discard and sign out' }).click();
  await page.locator('[data-persona]').first().waitFor();
  await signInAs(page, store, 'manager');
  await expectFilledIn(page, store, places, false);
});

test('a form that was sent is no longer kept', async ({ page, store }) => {
  await signInAs(page, store, 'manager');
  const places = await placesOf(store);
  const note = await orderNote(page, store, places);
  await note.fill('Parcel is at the neighbour’s');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(note).toHaveValue('');
  const adjust = await openAdjustment(page, store, places);
  await adjust.getByLabel('Change').fill('1');
  await adjust.getByLabel('Reason').fill('found one');
  await adjust.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(adjust).toHaveCount(0);
  await expect.poll(() => store.shop.bridge.call('forms.list', {})).toEqual({ forms: [] });
  await openAdjustment(page, store, places);
  await expect(adjust.getByLabel('Reason')).toHaveValue('');
});

test('a form outlives kill -9 of the console, also when that happens while somebody types', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager');
  const places = await placesOf(store);
  const note = await orderNote(page, store, places);
  const kept = async (): Promise<unknown> =>
    (await store.shop.bridge.call('forms.form', { type: 'orders.note', key: places.orderId })).fields;
  await note.pressSequentially('Parcel is');
  await expect.poll(kept).toEqual({ body: 'Parcel is' });
  await store.shop.console.kill();
  await note.pressSequentially(' late');
  await store.shop.restartConsole();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 40_000 });
  await expect(note).toHaveValue('Parcel is late');
  await note.pressSequentially(' again');
  await expect.poll(kept).toEqual({ body: 'Parcel is late again' });
  await store.shop.console.kill();
  await store.shop.restartConsole();
  await page.reload();
  await expect(note).toHaveValue('Parcel is late again');
  await note.fill('');
  await expect.poll(kept).toBeNull();
});
