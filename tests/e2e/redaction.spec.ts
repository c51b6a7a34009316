import type { Locator, Page } from '@playwright/test';
import { expect, openOwnConversation, seriousIn, signInAs, test, writeAs } from './fixtures.ts';

const log = (page: Page): Locator => page.getByRole('log');
const SECRET = 'my password is Quokka-99';
const REASON = 'A password';

test('an administrator removes a message of a customer for good, for everybody', async ({
  page,
  store,
}, info) => {
  test.skip(info.project.name === 'desktop', 'the page of the customer needs a second window');
  await signInAs(page, store, 'admin', '/chat');
  const widget = await writeAs(page, store, 'Rita Removal', SECRET);
  await page.bringToFront();
  await page.getByRole('option', { name: /^Rita Removal/ }).click();
  const message = log(page).getByText(SECRET);
  await message.hover();
  const shoot = (name: string): Promise<Buffer> => page.screenshot({ path: info.outputPath(`${name}.png`) });
  await shoot('hover');

  await log(page).getByRole('button', { name: 'Remove message…' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Remove this message for good?' });
  await expect(dialog).toContainText('This cannot be undone.');
  await expect(dialog.getByRole('button', { name: 'Remove message' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON);
  await shoot('dialog-light');
  expect(await seriousIn(page)).toEqual([]);
  await store.shop.bridge.call('settings.set', { theme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.setViewportSize({ width: 1024, height: 700 });
  await shoot('dialog-dark-small');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await expect(log(page).getByText('Removed by')).toContainText(REASON);
  await expect(page.getByText(SECRET)).toHaveCount(0);
  await expect(widget.getByText('This message was removed.')).toBeVisible();
  await expect(widget.getByText(SECRET)).toHaveCount(0);
  await widget.reload();
  await expect(widget.getByText('This message was removed.')).toBeVisible();
  await expect(widget.getByText(SECRET)).toHaveCount(0);
  expect(await seriousIn(page)).toEqual([]);
  await shoot('removed-dark-small');
  await store.shop.bridge.call('settings.set', { theme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.setViewportSize({ width: 1440, height: 900 });
  await shoot('removed-light');
  await widget.screenshot({ path: info.outputPath('widget.png') });

  const audited = store.ask<{ reason: string; changes: string }>(
    "SELECT * FROM audit WHERE command_type = 'chat.redact_message' ORDER BY n DESC LIMIT 1",
  );
  expect(JSON.stringify(audited)).toContain(REASON);
  expect(JSON.stringify(audited)).not.toContain('Quokka');
  expect(store.ask("SELECT 1 FROM events WHERE body LIKE '%Quokka-99%'")).toEqual([]);
  await widget.close();
});

test('agents are not offered to remove messages of conversations', async ({ page, store }, info) => {
  await signInAs(page, store, 'agent', '/chat');
  await openOwnConversation(page, store, 'Arno Agent');
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Only a reply');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Only a reply')).toBeVisible();
  await log(page).getByText('Only a reply').hover();
  await expect(page.getByRole('button', { name: 'Remove message…' })).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('agent.png') });
});
