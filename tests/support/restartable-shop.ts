import { cpSync, rmSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import type { Reply } from '#shared/protocol/envelope.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { Gateway } from '../../src/gateway/server.ts';
import { temporaryFolder } from './folders.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { makeCommand } from './make/command.ts';
import { makeItem, makeLocation } from './make/item.ts';
import { makeUser } from './make/user.ts';
import { freePort } from './processes.ts';
import { runNow } from './run-now.ts';

/** The user who works at the shop, its item and its location. */
export const USER = makeUser({ username: 'ada', name: 'Ada', role: 'admin' });
export const ITEM = uuidv7();
export const SHOP = uuidv7();

/** A gateway that can be stopped and started again at the same address over the same data. */
export class RestartableShop {
  readonly folder = temporaryFolder('gateway');
  port = 0;
  #started: TestGateway | null = null;

  async start(): Promise<void> {
    this.#started = await startTestGateway(
      { WEBSOCKET_PORT: String(this.port) },
      { watermarkMs: 200 },
      this.folder.path,
    );
  }

  async stop(): Promise<void> {
    const started = this.#started;
    this.#started = null;
    await started?.stop();
  }

  /** Copies the data of the stopped gateway to a folder, or back from it. */
  backup(to: string): void {
    cpSync(this.folder.path, to, { recursive: true });
  }

  restore(from: string): void {
    rmSync(this.folder.path, { recursive: true });
    cpSync(from, this.folder.path, { recursive: true });
  }

  /** Returns how often a command has changed stock. */
  movements(commandId: string): number {
    const count = this.running().sql.prepare<[string], { n: number }>(
      "SELECT count(*) AS n FROM events WHERE json_extract(body, '$.commandId') = ?",
    );
    return count.get(commandId)?.n ?? 0;
  }

  seed(): void {
    const gateway = this.running();
    runNow(gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
      context.write(addUser, newUser(USER, null, context.now, true)),
    );
  }

  running(): Gateway {
    if (this.#started === null) throw new Error('the gateway is stopped');
    return this.#started.gateway;
  }

  async submit(envelope: unknown): Promise<Reply> {
    const { auth, executor } = this.running();
    const session = await auth.authenticate(await this.token());
    if (!session.ok) throw new Error(session.error.message);
    return executor.submit(session.value.principal, envelope);
  }

  async command(type: string, data: unknown): Promise<void> {
    const reply = await this.submit(makeCommand(type, data));
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message} ${reply.error.field ?? ''}`);
  }

  async token(): Promise<string> {
    const grant = await this.running().auth.persona(USER.username);
    if (!grant.ok) throw new Error(grant.error.message);
    return grant.value.accessToken;
  }

  onHand(): number {
    const level = this.running().sql.prepare<[string], { on_hand: number }>(
      'SELECT on_hand FROM levels WHERE item_id = ?',
    );
    const row = level.get(ITEM);
    return row?.on_hand ?? 0;
  }
}

/** Starts a shop with 1,000 of its item. */
export async function startShop(): Promise<RestartableShop> {
  const shop = new RestartableShop();
  shop.port = await freePort();
  await shop.start();
  shop.seed();
  const item = makeItem({ id: ITEM, sku: 'CH-1', name: 'Chair', category: 'Chairs' });
  await shop.command('inventory.create_location', { location: makeLocation({ id: SHOP, name: 'Shop' }) });
  await shop.command('inventory.create_item', { item });
  await shop.command('inventory.receive', {
    itemId: ITEM,
    locationId: SHOP,
    quantity: 1_000,
    reference: null,
  });
  return shop;
}

/** Returns a command that changes the item's stock. */
export const adjust = (quantity: number) => ({
  id: uuidv7(),
  type: 'inventory.adjust',
  data: {
    itemId: ITEM,
    locationId: SHOP,
    change: { mode: 'delta', quantity },
    reason: 'count',
    reference: null,
  },
});
