import { findMacro, findReply } from '../canned/index.ts';
import type { CommandContext } from '../kernel.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, colleague } from './personas.ts';
import type { Due } from './simulation.ts';

/** After a start, ms. */
const AFTER_MS = 4_000;
/** The manager who keeps what the team shares. */
const MANAGER = colleague(2);
const PREFIX = 'demo-reply-';
const MACRO_PREFIX = 'demo-macro-';
/** Stands for the SKU of a bestseller, which depends on the catalogue. */
const BESTSELLER = 'BESTSELLER';

/** Folder, shortcut, title, body. */
const REPLIES = [
  [
    'Delivery',
    'ship-today',
    'Leaves today',
    'Hello {{customer.name}},\nyour order {{order.id}} leaves our warehouse today. You will get an e-mail with the tracking number this evening.\nKind regards, {{agent.name}}',
  ],
  [
    'Delivery',
    'ship-late',
    'Delayed',
    'Hello {{customer.name}},\nI am sorry that order {{order.id}} is late. The carrier expects to deliver it within two working days. I will keep an eye on it.\n{{agent.name}}',
  ],
  [
    'Delivery',
    'ship-address',
    'Change of address',
    'Hello {{customer.name}},\nI can still change the address of order {{order.id}}. Please send me the new one with postcode and country.',
  ],
  [
    'Delivery',
    'ship-abroad',
    'Delivery abroad',
    'We deliver to all countries of the EU, to the United Kingdom and to Switzerland. It takes three to five working days.',
  ],
  [
    'Delivery',
    'stock-left',
    'How many are left',
    `Hello {{customer.name}},\nwe have {{stock.${BESTSELLER}}} of these in stock right now. Shall I put one aside for you until tomorrow?`,
  ],
  [
    'Returns',
    'return-how',
    'How to return',
    'Hello {{customer.name}},\nyou can return order {{order.id}} within 30 days. Put the delivery note into the parcel and hand it in at any post office; we refund you within three days of its arrival.',
  ],
  [
    'Returns',
    'return-damaged',
    'Damaged on arrival',
    'Hello {{customer.name}},\nI am sorry that something arrived damaged. Could you send me a photo of it and of the box? I will send a replacement or a refund, whichever you prefer.',
  ],
  [
    'Returns',
    'return-wrong',
    'Wrong item',
    'Hello {{customer.name}},\nthat is our mistake, I am sorry. Keep the item, please. The right one leaves today, at no cost to you.\n{{agent.name}}',
  ],
  [
    'Returns',
    'refund-sent',
    'Refund sent',
    'Hello {{customer.name}},\nthe refund for order {{order.id}} is on its way. Depending on your bank, it takes up to five working days.',
  ],
  ['Everyday', 'hello', 'Greeting', 'Hello {{customer.name}}, this is {{agent.name}}. How can I help?'],
  ['Everyday', 'moment', 'One moment', 'One moment, please. I am looking it up for you.'],
  [
    'Everyday',
    'thanks',
    'Closing',
    'Thank you for writing, {{customer.name}}. I close this conversation now; write again any time, and it opens by itself.\n{{agent.name}}',
  ],
] as const;

/** Name and actions. */
const MACROS = [
  [
    'take',
    'Take over and greet',
    [{ kind: 'assign_me' }, { kind: 'insert_reply', replyId: `${PREFIX}hello` }],
  ],
  [
    'close',
    'Thank and resolve',
    [
      { kind: 'send_reply', replyId: `${PREFIX}thanks` },
      { kind: 'set_status', status: 'resolved' },
    ],
  ],
  [
    'photo',
    'Damaged: ask for a photo',
    [
      { kind: 'assign_me' },
      { kind: 'set_priority', priority: 'high' },
      { kind: 'send_reply', replyId: `${PREFIX}return-damaged` },
      { kind: 'set_status', status: 'pending' },
    ],
  ],
] as const;

function saveReplies(context: CommandContext, sku: string | undefined): void {
  for (const [folder, shortcut, title, body] of REPLIES) {
    const replyId = `${PREFIX}${shortcut}`;
    if (findReply(context.sql, replyId) || (sku === undefined && body.includes(BESTSELLER))) continue;
    context.dispatch('canned.save', {
      ...{ replyId, shortcut, title, folder },
      body: body.replaceAll(BESTSELLER, sku ?? ''),
      shared: true,
      seen: null,
    });
  }
}

function saveMacros(context: CommandContext): void {
  for (const [id, name, actions] of MACROS) {
    const macroId = `${MACRO_PREFIX}${id}`;
    if (findMacro(context.sql, macroId)) continue;
    context.dispatch('canned.save_macro', { macroId, name, actions: [...actions], shared: true, seen: null });
  }
}

/** Somebody writes the replies and macros that the team shares, once. */
export function cannedDue(shop: StockedShop, now: number): Due {
  return {
    at: now + AFTER_MS,
    key: 'canned',
    happen: ({ at, run }) => {
      run(asMember(MANAGER), at, (context) => {
        // What the team has deleted or renamed since stays so.
        if (findReply(context.sql, `${PREFIX}hello`)) return;
        saveReplies(context, shop.bestsellers[0]?.id);
        saveMacros(context);
      });
      return [];
    },
  };
}
