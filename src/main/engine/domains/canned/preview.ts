import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { resolveTemplate, unitsForSale, variablesOf } from '#shared/domain/templates.ts';
import { asOf, meta, ReadError, type Reader } from '../../store/reader.ts';
import { findReply } from './reads.ts';

/** Different SKUs that are looked up in one text. */
const MAX_SKUS = 50;
/** What the variables of a reply that is shown without a conversation stand for. */
const SAMPLE = { customerName: 'Alex Morgan', orderNumber: '10042' } as const;

interface About {
  readonly customerName: string | null;
  readonly orderNumber: string | null;
}

/** Returns the customer of a conversation and the number of its newest order. */
function aboutConversation(reader: Reader, conversationId: string): About {
  const found = reader.get<About>(
    `SELECT c.customer_name AS customerName,
       (SELECT o.number FROM orders o WHERE o.id IN (SELECT value FROM json_each(c.order_ids))
        ORDER BY o.placed_at DESC, o.k DESC LIMIT 1) AS orderNumber
     FROM conversations c WHERE c.id = ?`,
    conversationId,
  );
  return found ?? { customerName: null, orderNumber: null };
}

/** Returns the units of a SKU that are available over all locations; null if no such item is for sale. */
function unitsOf(reader: Reader, sku: string): number | null {
  const item = reader.get<{ id: string }>(
    `SELECT id FROM items WHERE sku = ? COLLATE NOCASE AND status = 'active' ORDER BY sku <> ?, k LIMIT 1`,
    sku,
    sku,
  );
  if (!item) return null;
  const levels = reader.all<{ available: number }>('SELECT available FROM levels WHERE item_id = ?', item.id);
  return unitsForSale(levels.map(({ available }) => available));
}

function textOf(reader: Reader, of: MethodInput<'canned.preview'>['of']): string {
  if ('text' in of) return of.text;
  const reply = findReply(reader, of.replyId);
  if (reply === null)
    throw new ReadError({
      code: 'not_found',
      message: 'This canned reply is not in the cache.',
      field: 'replyId',
    });
  return reply.body;
}

/** Resolves a canned reply or a text for a conversation, from the cache. */
export function preview(
  reader: Reader,
  { conversationId, of, live }: MethodInput<'canned.preview'>,
): MethodOutput<'canned.preview'> {
  const template = textOf(reader, of);
  const skus = variablesOf(template).flatMap(({ variable }) =>
    variable?.kind === 'stock' ? variable.sku : [],
  );
  const stock = new Map([...new Set(skus)].slice(0, MAX_SKUS).map((sku) => [sku, unitsOf(reader, sku)]));
  const about = conversationId === null ? SAMPLE : aboutConversation(reader, conversationId);
  const values = {
    ...about,
    agentName: meta(reader, 'user_name'),
    stock: (sku: string) => stock.get(sku) ?? null,
    live,
  };
  const resolved = resolveTemplate(template, values, 'figures' in of ? of.figures : []);
  return {
    text: resolved.text,
    open: [...resolved.open],
    figures: [...resolved.figures],
    stock: [...stock].map(([sku, units]) => ({ sku, units })),
    asOf: asOf(reader, ['inventory', 'chat', 'orders', 'canned']),
  };
}
