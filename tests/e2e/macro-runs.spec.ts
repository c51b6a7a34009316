import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { signInColleague } from '../support/colleague.ts';
import { expect, openOwnConversation, PERSONA, type Store, seriousIn, signInAs, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'stops the console');
});

/** Saves a macro with everything that a command of its own does, and returns its name. */
async function ownMacro(store: Store): Promise<{ readonly name: string; readonly macroId: string }> {
  const manager = await signInColleague(store.shop.gateway.address, PERSONA.manager);
  const macroId = uuidv7();
  const replyId = uuidv7();
  const end = macroId.slice(-6);
  const reply = { replyId, shortcut: `note-${end}`, title: 'Note', body: 'Closed by a macro.', folder: null };
  await manager.run('canned.save', { ...reply, shared: true, seen: null });
  const actions = [
    { kind: 'assign_me' },
    { kind: 'add_label', label: `late ${end}` },
    { kind: 'write_note', replyId },
    { kind: 'set_priority', priority: 'high' },
    { kind: 'set_status', status: 'resolved' },
  ] as const;
  const name = `Close ${end}`;
  await manager.run('canned.save_macro', { macroId, name, actions: [...actions], shared: true, seen: null });
  return { name, macroId };
}

async function runMacro(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`macro ${name}`);
  await page.getByRole('option', { name: `Run macro: ${name}` }).waitFor();
  await page.keyboard.press('Enter');
}

const events = (store: Store, conversationId: string): string[] =>
  store
    .ask<{ type: string }>('SELECT type FROM events WHERE body LIKE ? ORDER BY seq', `%${conversationId}%`)
    .map(({ type }) => type);

test('a macro that kill -9 breaks off in a step goes on, and does each step once', async ({
  page,
  store,
}) => {
  const { name } = await ownMacro(store);
  await signInAs(page, store, 'manager', '/chat');
  const id = await openOwnConversation(page, store, 'Macro Kill');
  const before = events(store, id).length;
  // The server does not answer: the first step is in the outbox, and the others are not begun.
  store.shop.gateway.child.kill('SIGSTOP');
  await runMacro(page, name);
  await expect
    .poll(async () =>
      (await store.shop.bridge.call('commands.outbox', {})).entries.filter(
        ({ type, data }) => type === 'chat.assign' && JSON.stringify(data).includes(id),
      ),
    )
    .toHaveLength(1);
  await store.shop.console.kill();
  store.shop.gateway.child.kill('SIGCONT');
  await store.shop.restartConsole();
  await page.reload();
  await expect(page.getByText(`Macro done: ${name}`, { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(() => store.ask('SELECT status, priority FROM conversations WHERE id = ?', id))
    .toEqual([{ status: 'resolved', priority: 'high' }]);
  const after = events(store, id).slice(before);
  const steps = after.filter((type) => /assigned|labels|priority|note|status/.test(type));
  expect(steps.length).toBeGreaterThanOrEqual(5);
  expect(steps.filter((type, index) => steps.indexOf(type) !== index)).toEqual([]);
  expect(
    store.ask(
      "SELECT count(*) AS n FROM messages WHERE conversation_id = ? AND body = 'Closed by a macro.'",
      id,
    ),
  ).toEqual([{ n: 1 }]);
  await expect
    .poll(async () =>
      (await store.shop.bridge.call('forms.list', {})).forms.filter((one) => one.type === 'canned.run'),
    )
    .toEqual([]);
});

test('a refused step stops a macro with a report, and the rest goes on when asked to', async ({
  page,
  store,
}) => {
  const { name } = await ownMacro(store);
  await signInAs(page, store, 'manager', '/chat');
  const id = await openOwnConversation(page, store, 'Macro Refused');
  // The person whom the first step would assign is refused by a conversation that somebody else took meanwhile; here, by its end.
  store.damage('UPDATE conversations SET labels = ? WHERE id = ?', JSON.stringify(many), id);
  await runMacro(page, name);
  const report = page.getByRole('region', { name: `Macro stopped: ${name}` });
  await expect(report).toBeVisible();
  await expect(report.getByRole('listitem')).toHaveText([
    /Assign to me – done/,
    /Add label: late .* – not done/,
    /Write note – not done/,
    /Set priority: High – not done/,
    /Set status: Resolved – not done/,
  ]);
  expect(await seriousIn(page)).toEqual([]);
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `test-results/macro-stopped-${width}.png` });
  }
  store.damage("UPDATE conversations SET labels = '[]' WHERE id = ?", id);
  await report.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(`Macro done: ${name}`, { exact: true })).toBeVisible();
  await expect(report).toHaveCount(0);
  expect(store.ask('SELECT status, priority FROM conversations WHERE id = ?', id)).toEqual([
    { status: 'resolved', priority: 'high' },
  ]);
});

const many = Array.from({ length: 20 }, (_, n) => `label ${n}`);
