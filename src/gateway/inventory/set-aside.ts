import { available, type MovementData, type UnavailableReason } from '#shared/domain/inventory.ts';
import {
  freeOf,
  isExpired,
  type LotChange,
  mostSetAside,
  putLotsBack,
  type SplitStock,
  setLotsAside,
  writeLotsOff,
} from '#shared/domain/lots.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { type Moved, moveParts, rowAfter, stockData } from './lot-moves.ts';
import { lotsAt, setAsideAt } from './lots.ts';
import { type Place, stockAt } from './stock.ts';

type Input = CommandData<'inventory.set_aside'>;

/** Stock that is damaged or expired moves as such in the ledger; the rest is an adjustment. */
const TYPES: Readonly<Record<UnavailableReason, MovementData['type']>> = {
  damaged: 'damaged',
  expired: 'expired',
  quarantined: 'adjusted',
  safety_stock: 'adjusted',
  other: 'adjusted',
};

/** How one of the three commands changes stock. */
interface Kind {
  readonly unit: { readonly onHand?: -1; readonly unavailable: 1 | -1 };
  readonly code: ReasonCode;
  readonly type: (reason: UnavailableReason) => MovementData['type'];
  readonly lots: (stock: SplitStock, data: Input, now: number) => LotChange | null;
  /** The most that a quantity may be. */
  readonly most: (stock: SplitStock, data: Input, now: number) => number;
}

const lotsOf = ({ lots, lotId }: SplitStock) =>
  lotId === null ? lots : lots.filter(({ id }) => id === lotId);

const SET_ASIDE: Kind = {
  unit: { unavailable: 1 },
  code: 'stock.set_aside',
  type: (reason) => TYPES[reason],
  lots: (stock, { reason, quantity }) => setLotsAside(stock, reason, quantity),
  most: (stock) => lotsOf(stock).reduce((sum, lot) => sum + freeOf(lot), 0),
};
const PUT_BACK: Kind = {
  unit: { unavailable: -1 },
  code: 'stock.put_back',
  type: () => 'adjusted',
  lots: (stock, { reason, quantity }, now) => putLotsBack(stock, reason, quantity, now),
  most: (stock, { reason }, now) => mostSetAside(stock, reason, (lot) => !isExpired(lot, now)),
};
const WRITE_OFF: Kind = {
  unit: { onHand: -1, unavailable: -1 },
  code: 'stock.written_off',
  type: (reason) => TYPES[reason],
  lots: (stock, { reason, quantity }) => writeLotsOff(stock, reason, quantity),
  most: (stock, { reason }) => mostSetAside(stock, reason),
};

/** Returns what a command comes to. Refuses what the stock does not allow. */
function changed(context: CommandContext, data: Input, kind: Kind): Moved {
  const { itemId, locationId, reason, lotId } = data;
  const place: Place = { itemId, locationId };
  const stock = stockAt(context, place);
  const unavailable = setAsideAt(context.sql, place);
  const lots = stock.lots > 0 ? lotsAt(context.sql, place) : [];
  if (lotId !== null && !lots.some(({ id }) => id === lotId)) refuse('unknown_lot', {}, { field: 'lotId' });
  const split = { lots, onHand: stock.balance.onHand, unavailable, lotId };
  const change = kind.lots(split, data, context.now);
  if (change === null)
    return refuseMore(split, data, kind, { now: context.now, free: available(stock.balance) });
  const moved = moveParts(stock, kind.type(reason), place, {
    parts: change.parts,
    unit: kind.unit,
    reason,
  });
  return { ...moved, lots: change.lots, unavailable: rowAfter(unavailable, place, reason, moved) };
}

function refuseMore(
  split: SplitStock,
  data: Input,
  kind: Kind,
  { now, free }: { readonly now: number; readonly free: number },
): never {
  const most = kind.most(split, data, now);
  if (kind !== SET_ASIDE)
    return refuse('set_aside_insufficient', { quantity: most }, { field: 'quantity', current: most });
  if (split.lotId !== null)
    return refuse('lot_insufficient', { quantity: most }, { field: 'quantity', current: most });
  return refuse('stock_insufficient', { available: free }, { field: 'quantity', available: free });
}

const cause = ({ note, reference }: Input, code: ReasonCode) => ({ reason: note ?? code, reference });

export const setAsideHandlers: GatewayModule['commands'] = {
  'inventory.set_aside': (context, data) => {
    const moved = changed(context, data, SET_ASIDE);
    context.emit('inventory.stock_set_aside', stockData(moved, cause(data, SET_ASIDE.code)));
    return { available: available(moved.after), unavailable: moved.after.unavailable };
  },
  'inventory.put_back': (context, data) => {
    const moved = changed(context, data, PUT_BACK);
    context.emit('inventory.stock_put_back', stockData(moved, cause(data, PUT_BACK.code)));
    return { available: available(moved.after), unavailable: moved.after.unavailable };
  },
  'inventory.write_off': (context, data) => {
    const moved = changed(context, data, WRITE_OFF);
    context.emit('inventory.stock_written_off', stockData(moved, cause(data, WRITE_OFF.code)));
    const { onHand, unavailable } = moved.after;
    return { available: available(moved.after), unavailable, onHand };
  },
};
