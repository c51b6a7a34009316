import { createServer, type Server } from 'node:http';
import { expect, test } from './fixtures.ts';

let site: Server | undefined;
let html = '';

test.beforeAll(async () => {
  site = createServer((_request, response) => {
    // As strict as a shop's page can be: scripts of the server, nothing inline.
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'none'; script-src http://127.0.0.1:*");
    response.end(html);
  });
  await new Promise<void>((done) => site?.listen(0, '127.0.0.1', done));
});

test.afterAll(() => {
  site?.close();
});

test('a page of the shop opens the chat in a window of its own, with the order number', async ({
  page,
  store,
}) => {
  const address = site?.address();
  if (!address || typeof address === 'string') throw new Error('The site of the test has no port.');
  const script = `${store.shop.gateway.address}/widget-embed.js?lang=en`;
  html = `<!doctype html><html lang="en"><head><title>A shop</title></head><body><h1>Your order</h1>
    <script src="${script}" data-order="Q-4711" data-place="corner"></script></body></html>`;
  const shopPage = await page.context().newPage();
  const problems: string[] = [];
  shopPage.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await shopPage.goto(`http://localhost:${address.port}/`);
  const link = shopPage.getByRole('link', { name: /Chat with us/ });
  await expect(link).toBeVisible();
  const opened = page.context().waitForEvent('page');
  await link.press('Enter');
  const chat = await opened;
  await expect(chat.getByLabel('Order number')).toHaveValue('Q-4711');
  expect(await chat.evaluate(() => window.opener)).toBeNull();
  await chat.getByLabel('Name').fill('Emma Embed');
  await chat.getByLabel('E-mail').fill('emma@example.com');
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByLabel('Your message').fill('I came from your shop.');
  await chat.getByRole('button', { name: 'Send' }).click();
  await expect(chat.getByRole('log')).toContainText('I came from your shop.');
  expect(problems.filter((text) => !text.includes('favicon'))).toEqual([]);
  await shopPage.screenshot({ path: 'test-results/screenshots/embed.png' });
});
