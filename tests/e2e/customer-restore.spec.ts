import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { signInUser } from '../support/colleague.ts';
import { temporaryFolder } from '../support/folders.ts';
import { freePort, type Program, runGateway, startProgram } from '../support/processes.ts';
import { expect, test } from './fixtures.ts';

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
test.beforeEach(({}, info) => {
  test.skip(info.project.name === 'desktop', 'opens the page of a customer in a browser');
});

const ACCOUNT = { username: 'ada', password: 'correct horse battery' };

test('an open page survives a restore: what the customer wrote since the backup is sent again, once', async ({
  browser,
}) => {
  const folder = temporaryFolder('restored');
  const env = { QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: ACCOUNT.password };
  const run = async (...args: string[]): Promise<void> =>
    expect(await runGateway(args, env)).toMatchObject({ code: 0 });
  const port = String(await freePort());
  const serve = (): Promise<Program> => startProgram('gateway', ['serve', '--port', port], env);
  await run('user', 'add', ACCOUNT.username, '--role', 'agent', '--name', 'Ada');
  let gateway = await serve();
  const ask = <T>(sql: string): T[] => {
    const db = new Database(join(folder.path, 'gateway.db'), { readonly: true });
    try {
      return db.prepare<[], T>(sql).all();
    } finally {
      db.close();
    }
  };
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const lines = page.getByRole('log').getByRole('listitem');
  const say = async (text: string): Promise<void> => {
    await page.getByLabel('Your message').fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(lines.filter({ hasText: text })).toHaveAttribute('data-seq', /\d/);
  };
  try {
    await page.goto(`${gateway.address}/widget?lang=en`);
    await page.getByLabel('Name').fill('Rae');
    await page.getByLabel('E-mail').fill('rae@example.com');
    await page.getByRole('button', { name: 'Start conversation' }).click();
    await say('Before the backup');
    await run('backup', join(folder.path, 'kept.db'));
    await say('Since the backup');
    const [conversation] = ask<{ id: string }>('SELECT id FROM conversations');
    const ada = await signInUser(gateway.address, ACCOUNT);
    await ada.run('chat.send_message', {
      conversationId: conversation?.id ?? '',
      messageId: uuidv7(),
      kind: 'text',
      body: 'An answer that is lost',
    });
    await expect(lines).toHaveCount(3);
    await gateway.stop();
    await expect(page.getByRole('status').first()).toHaveText(/Connection lost|Cannot reach/);
    await run('restore', join(folder.path, 'kept.db'));
    gateway = await serve();
    await expect(page.getByRole('status').first()).toHaveText('Connected', { timeout: 40_000 });
    await expect(lines).toHaveText([/Before the backup/, /Since the backup/]);
    await expect
      .poll(() => ask<{ body: string }>('SELECT body FROM messages ORDER BY seq').map(({ body }) => body))
      .toEqual(['Before the backup', 'Since the backup']);
    await say('Afterwards');
    await expect(lines).toHaveCount(3);
    await page.reload();
    await expect(lines).toHaveText([/Before the backup/, /Since the backup/, /Afterwards/]);
  } finally {
    await context.close();
    await gateway.stop();
    folder.remove();
  }
});
