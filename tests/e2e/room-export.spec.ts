import { readFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { type Desk, go, openDesk } from './figures/desk.ts';
import { expect, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'opens a second console in a browser');
});

test('an administrator exports a private room that they do not see, and its members read who, when and why', async ({
  page,
  store,
  browser,
}) => {
  test.setTimeout(120_000);
  const gateway = store.shop.gateway.address;
  const jonas = await signInColleague(gateway, 'jonas');
  const roomId = uuidv7();
  const name = 'Wage talk';
  let desk: Desk | undefined;
  try {
    await jonas.run('rooms.create', {
      roomId,
      kind: 'private',
      name,
      topic: 'Nobody else',
      memberIds: ['demo-noor'],
    });
    for (const body of ['The marmalade raise is agreed.', 'Keep it to yourself, please.'])
      await jonas.run('rooms.post', { roomId, messageId: uuidv7(), body, mentions: [], shared: null });
    desk = await openDesk(browser, store.shop, 'Europe/Berlin', 'jonas');
    await go(desk, '/rooms');
    await desk.page.getByRole('listbox', { name: 'Rooms' }).getByRole('option', { name }).click();

    await signInAs(page, store, 'admin', '/rooms');
    await page.getByRole('listbox', { name: 'Rooms' }).getByRole('option').first().waitFor();
    await expect(page.getByText(name)).toHaveCount(0);

    await store.open(page, '/audit');
    await page.getByRole('button', { name: 'Export a private room' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export a private room' });
    await dialog.getByRole('button', { name: 'Find rooms' }).click();
    await expect(dialog.getByText('Choose a person.')).toBeVisible();
    await expect(dialog.getByText('Enter a reason.')).toBeVisible();
    await dialog.getByLabel('Member or founder of the room').selectOption({ label: 'Jonas Weber' });
    await dialog.getByLabel('Reason').fill('Complaint 17 of the works council');
    await page.screenshot({ path: 'test-results/screenshots/room-export-reason.png' });
    await dialog.getByRole('button', { name: 'Find rooms' }).click();
    const rooms = dialog.getByRole('group', { name: 'Room' });
    await expect(rooms.getByRole('radio').first()).toBeVisible();
    await expect(dialog.getByText(/marmalade|Wage talk|Nobody else/)).toHaveCount(0);
    await rooms.getByRole('radio').first().check();
    await page.setViewportSize({ width: 1024, height: 700 });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      expect(await seriousIn(page)).toEqual([]);
      await page.screenshot({ path: `test-results/screenshots/room-export-${theme}.png` });
    }
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export room' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^Room_Wage_talk_\d{4}-\d\d-\d\d\.html$/);
    const html = readFileSync(await file.path(), 'utf8');
    for (const text of ['marmalade raise', 'Keep it to yourself', 'Complaint 17', 'Jonas Weber'])
      expect(html).toContain(text);
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('Export of a private room').first()).toBeVisible();
    await page.screenshot({ path: 'test-results/screenshots/room-export-audit.png' });

    const line = desk.page.locator('[data-exported]');
    await expect(line).toContainText('Exported this room. Reason: Complaint 17 of the works council');
    for (const theme of ['light', 'dark'] as const) {
      await desk.page.emulateMedia({ colorScheme: theme });
      await desk.page.screenshot({ path: `test-results/screenshots/room-exported-line-${theme}.png` });
    }
    // The administrator still sees nothing of it.
    await store.open(page, '/rooms');
    await page.getByRole('listbox', { name: 'Rooms' }).getByRole('option').first().waitFor();
    await expect(page.getByText(name)).toHaveCount(0);
  } finally {
    await page.emulateMedia({ colorScheme: null });
    await jonas.run('rooms.archive', { roomId, archived: true });
    await desk?.close();
  }
});
