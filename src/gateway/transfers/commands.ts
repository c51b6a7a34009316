import { available, isListed } from '#shared/domain/inventory.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import {
  type ItemQuantity,
  stepTransfer,
  summedLines,
  type Transfer,
  type TransferEffects,
  type TransferLine,
  type TransferRefusal,
  type TransferStep,
} from '#shared/domain/transfers.ts';
import type { CommandData, CommandResult } from '#shared/protocol/commands/index.ts';
import {
  changeIncoming,
  readItem,
  readLocation,
  stockAt,
  transferIn,
  transferOut,
} from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { nextTransferNumber, readTransfer } from './queries.ts';

type Result = CommandResult<'transfers.send'>;

/** Returns a transfer that is still as the sender of the command saw it. */
function seenTransfer(
  context: CommandContext,
  { transferId, seen }: { transferId: string; seen: string },
): Transfer {
  const transfer =
    readTransfer(context.sql, transferId) ?? refuse('unknown_transfer', {}, { field: 'transferId' });
  if (transfer.changeId !== seen)
    refuse('transfer_changed', { number: transfer.number }, { field: 'seen', current: transfer });
  return transfer;
}

const changeOf = (context: CommandContext): string => context.commandId ?? context.newId();

/** Returns lines of active items, one for each. */
function plannedLines(context: CommandContext, lines: readonly ItemQuantity[]): TransferLine[] {
  return summedLines(lines).map(({ itemId, quantity }) => {
    const at = lines.findIndex((line) => line.itemId === itemId);
    const field = `lines.${at}.itemId`;
    const item = readItem(context.sql, itemId) ?? refuse('unknown_item', {}, { field });
    if (!isListed(item)) refuse('transfer_item_archived', { item: item.name }, { field });
    const { sku, name } = item;
    return { itemId, sku, name, quantity, sent: 0, received: 0, writtenOff: 0, returned: 0 };
  });
}

/** Refuses to send more than is available at the source, and names the items. Goods that are not there cannot leave. */
function assertAvailable(
  context: CommandContext,
  { fromLocationId }: Transfer,
  out: readonly ItemQuantity[],
): void {
  const short = out.flatMap(({ itemId, quantity }) => {
    const left = available(stockAt(context, { itemId, locationId: fromLocationId }).balance);
    return left < quantity ? [{ itemId, quantity, available: left }] : [];
  });
  const [first] = short;
  if (!first) return;
  const item = readItem(context.sql, first.itemId)?.name ?? first.itemId;
  refuse(
    'transfer_short',
    { item, available: first.available, lines: short.length },
    { field: 'lines', available: first.available, current: short },
  );
}

function refuseStep(transfer: Transfer, refusal: TransferRefusal): never {
  const current = transfer;
  if (refusal.why === 'status') return refuse('transfer_status', { number: transfer.number }, { current });
  if (refusal.why === 'nothing') return refuse('transfer_nothing', {}, { field: 'lines' });
  if (refusal.why === 'unknown_line') return refuse('transfer_line_unknown', {}, { field: 'lines' });
  const item = transfer.lines.find(({ itemId }) => itemId === refusal.itemId)?.name ?? refusal.itemId;
  return refuse('transfer_above', { item, left: refusal.left }, { field: 'lines', current });
}

/** Moves the stock of a step. */
function applyEffects(
  context: CommandContext,
  transfer: Transfer,
  effects: TransferEffects,
  reason: string | null,
): void {
  const { fromLocationId, toLocationId, number: reference } = transfer;
  const there = { fromLocationId, toLocationId, reference };
  const back = { fromLocationId: toLocationId, toLocationId: fromLocationId, reference };
  const sent = 'transfer.sent' satisfies ReasonCode;
  const received = 'transfer.received' satisfies ReasonCode;
  if (effects.out.length > 0) transferOut(context, { ...there, lines: effects.out, reason: sent });
  if (effects.in.length > 0) transferIn(context, { ...there, lines: effects.in, reason: received });
  if (effects.back.length > 0)
    transferIn(context, {
      ...back,
      lines: effects.back,
      reason: reason ?? ('transfer.returned' satisfies ReasonCode),
    });
  if (effects.incoming.length > 0)
    changeIncoming(
      context,
      effects.incoming.map(({ itemId, quantity }) => ({ itemId, locationId: toLocationId, delta: quantity })),
      { reason: reason ?? (effects.out.length > 0 ? sent : received), reference },
    );
}

const unitsOf = (lines: readonly ItemQuantity[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Takes a step with all that it does to the stock. Returns the transfer after it, and how many pieces it was about. */
function take(
  context: CommandContext,
  transfer: Transfer,
  step: TransferStep,
): { readonly transfer: Transfer; readonly units: number } {
  const result = stepTransfer(transfer, step);
  if (!result.ok) return refuseStep(transfer, result.refusal);
  const { effects } = result;
  if (step.kind === 'send') assertAvailable(context, transfer, effects.out);
  applyEffects(context, transfer, effects, 'reason' in step ? step.reason : null);
  const units = unitsOf([...effects.out, ...effects.in, ...effects.back, ...effects.lost]);
  return { transfer: { ...result.transfer, changeId: changeOf(context) }, units };
}

const resultOf = ({ id, status }: Transfer): Result => ({ transferId: id, status });

function create(context: CommandContext, data: CommandData<'transfers.create'>) {
  const { transferId, fromLocationId, toLocationId, note } = data;
  const present = readTransfer(context.sql, transferId);
  if (present) refuse('duplicate_id', {}, { field: 'transferId', current: present });
  for (const field of ['fromLocationId', 'toLocationId'] as const)
    if (!readLocation(context.sql, data[field])) refuse('unknown_location', {}, { field });
  if (fromLocationId === toLocationId) refuse('transfer_same_place', {}, { field: 'toLocationId' });
  const lines = plannedLines(context, data.lines);
  const transfer: Transfer = {
    ...{ id: transferId, number: `T-${nextTransferNumber(context.sql)}`, fromLocationId, toLocationId },
    ...{ status: 'draft', lines, note, createdBy: context.principal.actor, createdAt: context.now },
    ...{ sentAt: null, endedAt: null, reason: null, changeId: changeOf(context) },
  };
  context.emit('transfers.created', { transfer });
  return { ...resultOf(transfer), number: transfer.number };
}

export const transferHandlers: GatewayModule['commands'] = {
  'transfers.create': create,

  'transfers.edit': (context, data) => {
    const before = seenTransfer(context, data);
    if (before.status !== 'draft') refuse('transfer_status', { number: before.number }, { current: before });
    const lines = plannedLines(context, data.lines);
    const transfer: Transfer = { ...before, lines, note: data.note, changeId: changeOf(context) };
    context.emit('transfers.edited', { transfer });
    return resultOf(transfer);
  },

  'transfers.send': (context, data) => {
    const step = { kind: 'send', lines: data.lines, at: context.now } as const;
    const taken = take(context, seenTransfer(context, data), step);
    context.emit('transfers.sent', taken);
    return resultOf(taken.transfer);
  },

  'transfers.receive': (context, data) => {
    const { lines, writeOff } = data;
    if (writeOff && !context.principal.permissions.has('transfers:write'))
      refuse('missing_permission', { permission: 'transfers:write' }, { permission: 'transfers:write' });
    const at = context.now;
    const received = take(context, seenTransfer(context, data), { kind: 'receive', lines, at });
    context.emit('transfers.received', received);
    if (!writeOff) return resultOf(received.transfer);
    const lost = take(context, received.transfer, { kind: 'write_off', ...writeOff, at });
    context.emit('transfers.written_off', lost);
    return resultOf(lost.transfer);
  },

  'transfers.write_off': (context, data) => {
    const { lines, reason } = data;
    const taken = take(context, seenTransfer(context, data), {
      kind: 'write_off',
      lines,
      reason,
      at: context.now,
    });
    context.emit('transfers.written_off', taken);
    return resultOf(taken.transfer);
  },

  'transfers.cancel': (context, data) => {
    const step = { kind: 'cancel', reason: data.reason, at: context.now } as const;
    const taken = take(context, seenTransfer(context, data), step);
    context.emit('transfers.cancelled', taken);
    return resultOf(taken.transfer);
  },
};
