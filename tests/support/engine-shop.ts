import { v7 as uuidv7 } from 'uuid';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import { TestEngine, type TestEngineOptions } from './engine.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { adjustment } from './make/command.ts';
import { makeItem, makeLocation } from './make/item.ts';
import { makeCustomer } from './make/order.ts';
import { makeUser } from './make/user.ts';
import { runNow } from './run-now.ts';

const LEVEL = { itemId: 'tea', locationId: 'shop' };

/** A gateway with one item in stock and one conversation, and an administrator whose console a test opens. */
export class EngineShop {
  readonly user = makeUser({ username: 'ada', name: 'Ada', role: 'admin' });
  readonly gateway: TestGateway;

  constructor(gateway: TestGateway) {
    this.gateway = gateway;
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<EngineShop> {
    const shop = new EngineShop(await startTestGateway({ ...env }, { watermarkMs: 200 }));
    shop.run((context) => context.write(addUser, newUser(shop.user, null, context.now, true)));
    shop.run((context) => {
      context.dispatch('inventory.create_location', { location: makeLocation({ id: LEVEL.locationId }) });
      context.dispatch('inventory.create_item', { item: makeItem({ id: LEVEL.itemId }) });
      context.dispatch('inventory.receive', { ...LEVEL, quantity: 1_000, reference: null });
      context.dispatch('chat.open_conversation', {
        conversationId: 'talk',
        customer: makeCustomer({ id: 'cleo' }),
        subject: null,
        orderIds: [],
      });
    });
    return shop;
  }

  run(work: (context: CommandContext) => void): void {
    runNow(this.gateway.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), work);
  }

  /** Somebody else adjusts the stock. */
  adjust(quantity: number): void {
    this.run((context) => context.dispatch('inventory.adjust', adjustment(LEVEL, quantity)));
  }

  /** Creates a console in a folder. */
  console(options: Omit<TestEngineOptions, 'token'>): TestEngine {
    return new TestEngine({ ...options, token: () => this.#token() });
  }

  /** Opens the administrator's cache. */
  enter(console: TestEngine, realtime = true): ReturnType<TestEngine['engine']['open']> {
    return this.#token().then((accessToken) => {
      const { id: userId, name: userName } = this.user;
      const account = { server: this.gateway.url, userId, userName, permissions: PERMISSIONS, accessToken };
      return console.engine.open(account, { realtime });
    });
  }

  /** Queues a command that adds to the stock. */
  async submit(console: TestEngine, quantity = 1): Promise<string> {
    const id = uuidv7();
    const result = await console.engine.submit({
      id,
      type: 'inventory.adjust',
      data: adjustment(LEVEL, quantity),
    });
    if (!result.ok) throw new Error(result.error.message);
    return id;
  }

  onHand(): number {
    const row = this.gateway.gateway.readSql
      .prepare<[string], { on_hand: number }>('SELECT on_hand FROM levels WHERE item_id = ?')
      .get(LEVEL.itemId);
    return row?.on_hand ?? 0;
  }

  /** Waits until a console shows the stock of the gateway, with nothing pending. */
  untilEqual(console: TestEngine, withinMs = 30_000): Promise<void> {
    return console.until(
      'the stock of the gateway',
      async () => {
        const read = await console.engine.read('inventory.item', { itemId: LEVEL.itemId });
        const level = read.ok ? read.value.levels[0] : undefined;
        return (
          console.engine.status().state === 'live' &&
          level?.onHand === this.onHand() &&
          level.pendingOnHand === 0
        );
      },
      withinMs,
    );
  }

  async #token(): Promise<string> {
    const grant = await this.gateway.gateway.auth.persona(this.user.username);
    if (!grant.ok) throw new Error(grant.error.message);
    return grant.value.accessToken;
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }
}
