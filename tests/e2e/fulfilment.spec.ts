import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { type Colleague, signInColleague } from '../support/colleague.ts';
import { makeItem } from '../support/make/item.ts';
import { scan } from '../support/renderer/scan.ts';
import { expect, PERSONA, type Store, seriousIn, signInAs, test } from './fixtures.ts';

const PRICE = 700;

/** An item of this spec alone at two locations, and the orders for it. */
interface Goods {
  readonly itemId: string;
  readonly name: string;
  readonly barcode: string;
  readonly places: readonly { readonly id: string; readonly name: string }[];
}

let admin: Colleague;

test.beforeEach(async ({ store }, info) => {
  test.skip(info.project.name === 'desktop', 'stops the console');
  admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
});

async function stockGoods(store: Store, onHand: readonly [number, number]): Promise<Goods> {
  const itemId = uuidv7();
  const name = `Lantern ${itemId.slice(-6)}`;
  const barcode = `LAN-${itemId.slice(-10)}`;
  const item = {
    id: itemId,
    sku: `LN-${itemId.slice(-8)}`,
    name,
    barcode,
    category: 'Lanterns',
    price: PRICE,
  };
  await admin.run('inventory.create_item', { item: makeItem({ ...item, currency: 'USD' }) });
  const places = store.ask<{ id: string; name: string }>(
    'SELECT id, name FROM locations ORDER BY id LIMIT 2',
  );
  for (const [n, place] of places.entries())
    await admin.run('inventory.receive', {
      ...{ itemId, locationId: place.id, quantity: onHand[n] ?? 0, reference: null },
    });
  return { itemId, name, barcode, places };
}

async function placePaidOrder(goods: Goods, number: string, quantity: number): Promise<string> {
  const id = uuidv7();
  const total = PRICE * quantity;
  await admin.run('orders.create', {
    ...{ orderId: id, number, customer: null, currency: 'USD', locationId: goods.places[0]?.id ?? '' },
    lines: [{ itemId: goods.itemId, quantity, unitPrice: PRICE, total }],
  });
  await admin.run('payments.receive', {
    ...{ paymentId: uuidv7(), orderId: id, amount: total, currency: 'USD', method: 'card' },
  });
  return id;
}

const levels = (store: Store, { itemId }: Goods) =>
  store.ask('SELECT on_hand AS onHand, committed FROM levels WHERE item_id = ? ORDER BY location_id', itemId);
const shipped = (store: Store, prefix: string) =>
  store.ask<{ number: string; n: number; status: string }>(
    `SELECT o.number, o.status, (SELECT count(*) FROM shipments s WHERE s.order_id = o.id) AS n
     FROM orders o WHERE o.number LIKE ? ORDER BY o.number`,
    `${prefix}-%`,
  );

/** Pictures of what is on screen: large and light, small and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width, height] of [
    ['dark', 1024, 700],
    ['light', 1440, 900],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `test-results/screenshots/${name}-${colorScheme}-${width}.png` });
  }
}

/** Lists the orders with a prefix, and selects them by keyboard. */
async function selectAll(page: Page, prefix: string, orders: number): Promise<void> {
  await page.getByRole('searchbox').fill(prefix);
  await expect(page.locator('tr[id^="order-row-"]')).toHaveCount(orders);
  await page.getByRole('grid').focus();
  for (let n = 0; n < orders; n++) {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
  }
  await expect(page.getByRole('toolbar', { name: 'Selected orders' })).toContainText(
    `${orders} orders selected`,
  );
}

test('an order leaves in parts from two places; others are picked with a scanner, and fulfilled together', async ({
  page,
  store,
}) => {
  const goods = await stockGoods(store, [30, 4]);
  const end = goods.itemId.slice(-6).toUpperCase();
  const [first, second] = goods.places;
  const parts = await placePaidOrder(goods, `P${end}-1`, 3);
  for (const [n, quantity] of [2, 2, 1, 1, 1].entries())
    await placePaidOrder(goods, `B${end}-${n + 1}`, quantity);

  await signInAs(page, store, 'manager', `/orders/${parts}`);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const quantity = dialog.getByLabel(`Quantity of ${goods.name}`);
  await expect(main.getByRole('columnheader', { name: 'Left to fulfil' })).toBeVisible();
  await page.keyboard.press('f');
  await expect(quantity).toHaveValue('3');
  await quantity.fill('1');
  await dialog.getByLabel('Carrier').fill('DHL');
  await dialog.getByLabel('Tracking').fill('JD014600003');
  await pictures(page, 'fulfil-dialog');
  expect(await seriousIn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Fulfil', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(main.getByText('1 of 3 fulfilled')).toBeVisible();
  await page.keyboard.press('f');
  await dialog.getByLabel('Leaves from').selectOption({ label: second?.name ?? '' });
  await quantity.fill('1');
  await dialog.getByRole('button', { name: 'Fulfil', exact: true }).click();
  await expect(main.getByText('2 of 3 fulfilled')).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText(`1 unit left from ${second?.name}`);
  await expect(timeline).toContainText('DHL JD014600003');
  await pictures(page, 'order-partly');
  expect(levels(store, goods)).toEqual([
    { onHand: 29, committed: 8 },
    { onHand: 3, committed: 0 },
  ]);
  await main.getByRole('button', { name: 'Close the rest' }).click();
  await expect(dialog).toContainText('$7.00 is refunded');
  await dialog.getByLabel('Reason').fill('sold out');
  await dialog.getByRole('button', { name: 'Close the rest' }).click();
  await expect(timeline).toContainText('Rest of the order closed');

  await store.open(page, '/orders');
  await selectAll(page, `B${end}`, 5);
  await pictures(page, 'orders-selected');
  await page
    .getByRole('toolbar', { name: 'Selected orders' })
    .getByRole('button', { name: 'Picking list' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Picking list' })).toBeVisible();
  const picked = page.getByLabel(`Picked quantity of ${goods.name}`);
  await expect(picked).toHaveValue('0');
  for (let n = 1; n <= 3; n++) {
    await scan(page, goods.barcode);
    await expect(picked).toHaveValue(String(n));
  }
  await scan(page, 'NO-SUCH-CODE');
  await expect(page.getByRole('alert')).toContainText('NO-SUCH-CODE');
  await expect
    .poll(async () =>
      (await store.shop.bridge.call('forms.list', {})).forms.some(({ type }) => type === 'orders.pick'),
    )
    .toBe(true);
  await page.reload();
  await expect(picked).toHaveValue('3');
  await pictures(page, 'picking');
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Fulfil what was picked' }).click();
  await expect(page.getByText('2 orders fulfilled')).toBeVisible();
  expect(shipped(store, `B${end}`).map(({ status, n }) => [status, n])).toEqual([
    ...[
      ['fulfilled', 1],
      ['paid', 1],
      ['paid', 0],
      ['paid', 0],
      ['paid', 0],
    ],
  ]);
  await page.getByRole('main').getByRole('button', { name: 'Close', exact: true }).click();

  // One was fulfilled already: it is refused, and the others are not held up.
  await store.open(page, '/orders');
  await selectAll(page, `B${end}`, 5);
  await expect(page.getByText('1 of 2 fulfilled')).toBeVisible();
  await page
    .getByRole('toolbar', { name: 'Selected orders' })
    .getByRole('button', { name: 'Fulfil' })
    .click();
  await dialog.getByRole('button', { name: 'Fulfil' }).click();
  await expect(page.getByText('4 orders fulfilled · 1 refused')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: `B${end}-1` })).toContainText(
    'The order is fulfilled',
  );
  await pictures(page, 'fulfil-results');
  await page.keyboard.press('Escape');
  await page.getByRole('main').getByRole('button', { name: 'Close', exact: true }).click();
  expect(shipped(store, `B${end}`).map(({ status, n }) => [status, n])).toEqual([
    ...[
      ['fulfilled', 1],
      ['fulfilled', 2],
      ['fulfilled', 1],
      ['fulfilled', 1],
      ['fulfilled', 1],
    ],
  ]);
  expect(levels(store, goods)).toEqual([
    { onHand: 22, committed: 0 },
    { onHand: 3, committed: 0 },
  ]);
  expect(first).toBeDefined();
});

test('a run over orders that kill -9 breaks off goes on, and each order leaves once', async ({
  page,
  store,
}) => {
  const goods = await stockGoods(store, [9, 1]);
  const end = goods.itemId.slice(-6).toUpperCase();
  for (const n of [1, 2, 3]) await placePaidOrder(goods, `K${end}-${n}`, 2);
  await signInAs(page, store, 'manager', '/orders');
  await selectAll(page, `K${end}`, 3);
  // The server does not answer: the first order is in the outbox, and the others are not begun.
  store.shop.gateway.child.kill('SIGSTOP');
  await page
    .getByRole('toolbar', { name: 'Selected orders' })
    .getByRole('button', { name: 'Fulfil' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Fulfil' }).click();
  await expect
    .poll(async () =>
      (await store.shop.bridge.call('commands.outbox', {})).entries.some(
        ({ type }) => type === 'orders.fulfil',
      ),
    )
    .toBe(true);
  await store.shop.console.kill();
  store.shop.gateway.child.kill('SIGCONT');
  await store.shop.restartConsole();
  await page.reload();
  await expect(page.getByText('3 orders fulfilled')).toBeVisible({ timeout: 60_000 });
  expect(shipped(store, `K${end}`).map(({ status, n }) => [status, n])).toEqual([
    ...[
      ['fulfilled', 1],
      ['fulfilled', 1],
      ['fulfilled', 1],
    ],
  ]);
  expect(levels(store, goods)[0]).toEqual({ onHand: 3, committed: 0 });
  await page.getByRole('main').getByRole('button', { name: 'Close', exact: true }).click();
  await expect
    .poll(async () =>
      (await store.shop.bridge.call('forms.list', {})).forms.filter(
        ({ type }) => type === 'orders.fulfil_run',
      ),
    )
    .toEqual([]);
});
