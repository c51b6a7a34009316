import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { loadConfig } from '../../../src/gateway/config.ts';
import { SYSTEM_PRINCIPAL } from '../../../src/gateway/execute/index.ts';
import { createGateway } from '../../../src/gateway/server.ts';
import { createUser } from '../../support/create-user.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { makeItem } from '../../support/make/item.ts';
import { makeUser } from '../../support/make/user.ts';
import { bareStock } from './bare-stock.ts';

/**
 * The serving side of the stock benchmark, a process of its own: a gateway with items at one location. Answers `bare` with the
 * floor at a group of that size, and `check` with what is wrong with the stock.
 */
const ITEMS = Number(process.argv[2]);
const UNITS = Number(process.argv[3]);
const CLIENTS = Number(process.argv[4]);
const Ask = z.discriminatedUnion('do', [
  z.object({ do: z.literal('bare'), commands: z.int(), group: z.int() }),
  z.object({ do: z.literal('check') }),
  z.object({ do: z.literal('end') }),
]);

const folder = temporaryFolder('stock');
const loaded = loadConfig({
  QUAYSIDE_DATA_DIR: folder.path,
  WEBSOCKET_PORT: '0',
  RATE_LIMIT_COMMANDS_PER_SECOND: '1000000',
  RATE_LIMIT_MESSAGES_PER_SECOND: '1000000',
});
if (!loaded.ok) throw new Error(loaded.error.message);
const gateway = await createGateway({ config: loaded.value, logger: pino({ level: 'silent' }) });
const { url } = await gateway.start();
/** A user may have few consoles at a time, so the clients are as many people as the busiest run needs. */
const tokens: string[] = [];
for (let n = 0; n < CLIENTS; n += 1) {
  const username = `manager-${n}`;
  await createUser(
    gateway.executor,
    makeUser({ id: username, username, role: 'manager' }),
    'a long password',
  );
  const grant = await gateway.auth.login(username, 'a long password', {
    address: '127.0.0.1',
    device: '',
    deviceToken: null,
  });
  if (!grant.ok) throw new Error(grant.error.message);
  tokens.push(grant.value.accessToken);
}
const items = Array.from({ length: ITEMS }, (_, n) => `item-${n}`);
await gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
  context.dispatch('inventory.create_location', {
    location: { id: 'main', name: 'Main', kind: 'warehouse', region: null },
  });
  for (const id of items) {
    context.dispatch('inventory.create_item', { item: makeItem({ id }) });
    context.dispatch('inventory.receive', {
      itemId: id,
      locationId: 'main',
      quantity: UNITS,
      reference: null,
    });
  }
});
const head = gateway.log.head();
process.send?.({ url, tokens, cursor: { seq: head, id: gateway.log.idAt(head) } });

/** Levels below zero, levels that are not the sum of their ledger, and levels whose reservations hold something else. */
const WRONG = `SELECT count(*) AS n FROM levels l WHERE on_hand - committed - unavailable < 0
  OR on_hand <> (SELECT sum(delta_on_hand) FROM movements m WHERE m.level_id = l.id)
  OR committed <> (SELECT coalesce(sum(quantity), 0) FROM reservations r
    WHERE r.item_id = l.item_id AND r.location_id = l.location_id AND r.status IN ('active', 'committed'))`;

// However the benchmark ends, nothing is left behind.
process.on('disconnect', () => process.exit());

let floors = 0;
process.on('message', async (message) => {
  const ask = Ask.parse(message);
  if (ask.do === 'bare') {
    floors += 1;
    const dir = join(folder.path, `floor-${floors}`);
    mkdirSync(dir);
    process.send?.({ perSecond: bareStock(dir, items, ask.commands, ask.group) });
  } else if (ask.do === 'check')
    process.send?.({ wrong: gateway.readSql.prepare<[], { n: number }>(WRONG).get()?.n ?? -1 });
  else {
    await gateway.dispose();
    folder.remove();
    process.disconnect();
  }
});
