import { expect, openOwnConversation, signInAs, test } from './fixtures.ts';

test('an own message scrolls into view, and right-to-left text runs its own way', async ({ page, store }) => {
  await signInAs(page, store, 'agent');
  await openOwnConversation(page, store, 'Rita Reads');
  const input = page.getByRole('textbox', { name: /^Reply to/ });
  for (let n = 0; n < 12; n += 1) {
    await input.fill(`Line ${n}\nof a longer answer\nthat takes some room`);
    await input.press('Enter');
    await expect(input).toHaveValue('');
  }
  const log = page.getByRole('log');
  await expect(log.getByText('Line 11')).toBeVisible();
  const scroller = log.locator('xpath=ancestor::section[1]');
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  await input.fill('שלום, ההזמנה בדרך');
  await expect(input).toHaveCSS('direction', 'rtl');
  await input.press('Enter');
  const own = log.getByText('שלום, ההזמנה בדרך');
  await expect(own).toBeInViewport();
  await expect(own).toHaveAttribute('dir', 'auto');
  await expect(own).toHaveCSS('direction', 'rtl');
});

test('the list marks drafts, and a search says where it looked and shows what it found', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'agent');
  await openOwnConversation(page, store, 'Drew Writes');
  const list = page.getByRole('listbox', { name: 'Conversations' });
  const chosen = list.locator('[role="option"][aria-selected="true"]');
  const input = page.getByRole('textbox', { name: /^Reply to/ });
  await input.fill('Not finished');
  await expect(chosen.getByText('Draft')).toBeVisible();
  await input.fill('');
  await expect(chosen.getByText('Draft')).toHaveCount(0);
  await input.fill('The word is xylophone, of all words');
  await input.press('Enter');
  await expect(page.getByRole('log').getByText('xylophone')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search conversations' }).fill('xylophone');
  await expect(page.getByText('Searching open conversations only')).toBeVisible();
  await expect(list.getByRole('option').first()).toContainText('xylophone');
  await page.getByRole('button', { name: 'Search all' }).click();
  await expect(page.getByText('Searching all conversations')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
});

test('the cell with the cursor has a ring, and no tooltip stays over the filters', async ({
  page,
  store,
}) => {
  await signInAs(page, store, 'manager', '/inventory');
  const grid = page.getByRole('grid');
  await page.locator('tr[id^="stock-"]').first().waitFor();
  await page
    .getByRole('button', { name: /^Sort by/ })
    .first()
    .focus();
  await expect(page.locator('thead [title]')).toHaveCount(0);
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  const cell = page.locator(`[id="${await grid.getAttribute('aria-activedescendant')}"]`);
  await expect(cell).toHaveCSS('outline-style', 'solid');
  await expect(cell).toHaveCSS('outline-width', '2px');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(grid).toBeFocused();
});
