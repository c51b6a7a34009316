import { v7 as uuidv7 } from 'uuid';
import { PERSONA, type Store } from '../e2e/fixtures.ts';
import { signInColleague } from '../support/colleague.ts';
import { visit } from './visitor.ts';

const idOf = (store: Store, name: string): string | undefined =>
  store.ask<{ id: string }>('SELECT id FROM conversations WHERE customer_name = ?', name)[0]?.id;

/** Writes in a conversation as somebody of the demo. */
export async function writeAs(
  store: Store,
  username: string,
  conversationId: string,
  body: string,
  kind: 'text' | 'note' = 'text',
): Promise<void> {
  const colleague = await signInColleague(store.shop.gateway.address, username);
  await colleague.run('chat.send_message', { conversationId, messageId: uuidv7(), kind, body });
}

/** Returns a customer's conversation; makes it first unless there is one, with what they say and with what follows. */
async function talkOf(
  store: Store,
  name: string,
  says: readonly string[],
  then: (conversationId: string) => Promise<void>,
): Promise<string> {
  const present = idOf(store, name);
  if (present !== undefined) return present;
  const [order] = store.ask<{ number: string; email: string }>(
    `SELECT number, customer_email AS email FROM orders WHERE customer_email IS NOT NULL AND status = 'paid'
     ORDER BY placed_at DESC LIMIT 1`,
  );
  const customer = await visit(store.shop.gateway.address, {
    name,
    email: order?.email ?? 'someone@example.com',
    orderNumber: order?.number ?? null,
  });
  for (const body of says) await customer.say(body);
  const id = idOf(store, name) ?? '';
  const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
  // Nobody of the demo answers what somebody has.
  const [me] = store.ask<{ id: string }>('SELECT id FROM users WHERE username = ?', PERSONA.admin);
  await admin.run('chat.assign', { conversationId: id, assigneeId: me?.id ?? null });
  await then(id);
  return id;
}

/** A conversation with everything that a message can be. */
export const richTalk = (store: Store): Promise<string> =>
  talkOf(
    store,
    'Hannah Berg',
    [
      'Hello! The tracking page of my order shows only this:\n```\nERROR 404\n  parcel not found\n```',
      'I paid with 4242 4242 4242 4242. Is this your page? https://p\u0430rcels.example/track',
    ],
    async (id) => {
      await writeAs(store, PERSONA.admin, id, 'Carrier had an outage until noon.', 'note');
      await writeAs(
        store,
        PERSONA.admin,
        id,
        'Hello Hannah, please open https://parcels.example.com/track and enter `HP-2041`.\nThat other address is not ours.',
      );
      await writeAs(store, PERSONA.manager, id, 'Thanks, I have told the carrier.', 'note');
      await writeAs(store, PERSONA.admin, id, '☺️');
    },
  );

/** A conversation in which the customer names an item that has stock. */
export async function talkAboutStock(store: Store): Promise<string> {
  const [item] = store.ask<{ sku: string }>(
    `SELECT i.sku FROM items i JOIN levels l ON l.item_id = i.id GROUP BY i.id ORDER BY max(l.on_hand) DESC LIMIT 1`,
  );
  return talkOf(
    store,
    'Tom Alder',
    [`Do you still have ${item?.sku}? I need two by Friday.`],
    async () => {},
  );
}

/** A conversation in which a reply waits to be written. */
export const quietTalk = (store: Store): Promise<string> =>
  talkOf(store, 'Pia Sommer', ['Is my parcel on its way?'], async () => {});

/** A conversation with a message that was removed. */
export const talkWithRemoved = (store: Store): Promise<string> =>
  talkOf(store, 'Nora Lind', ['My password is Quokka-99', 'Can you log in for me?'], async (id) => {
    const admin = await signInColleague(store.shop.gateway.address, PERSONA.admin);
    const [message] = store.ask<{ id: string }>(
      'SELECT id FROM messages WHERE conversation_id = ? ORDER BY seq LIMIT 1',
      id,
    );
    await admin.run('chat.redact_message', {
      conversationId: id,
      messageId: message?.id ?? '',
      reason: 'A password',
    });
    await writeAs(store, PERSONA.admin, id, 'I have removed it. Please choose a new one.');
  });
