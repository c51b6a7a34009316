import { type Standing, sameStanding } from '#shared/domain/import-plans.ts';
import type { LinePlan } from '#shared/domain/imports.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { countStock, readItem, readItemBySku, readOnHand, readThreshold } from '../inventory/index.ts';
import { type CommandContext, CommandError } from '../kernel.ts';

/** Why stock moves: the reason that the user gave, and the import's id. */
interface Cause {
  readonly reason: string;
  readonly reference: string;
}

/** A line with what it does. */
export interface Effect {
  readonly line: number;
  readonly plan: LinePlan;
}

/** The lines that were refused, with the refusals. The others have taken effect. */
export type Refused = ReadonlyMap<number, ProtocolError>;

/** Returns what stands in the place of a plan's record now. */
export function standingOf({ sql }: CommandContext, plan: LinePlan): Standing {
  switch (plan.kind) {
    case 'items':
      // A new item is found by its SKU: somebody else may have created it meanwhile.
      return (
        readItem(sql, plan.after.id) ??
        (plan.before === null ? (readItemBySku(sql, plan.after.sku) ?? null) : null)
      );
    case 'levels':
      return readOnHand(sql, plan.itemId, plan.locationId);
    case 'thresholds':
      return readThreshold(sql, plan.after) ?? null;
  }
}

/**
 * Applies lines. A level changes by the difference that the preview showed, so that what was sold meanwhile stays sold, unless the
 * file expects a quantity: then it must be that. Everything else must be as the preview showed it.
 */
export function applyLines(context: CommandContext, lines: readonly Effect[], cause: Cause): Refused {
  const stale = new Map<number, ProtocolError>();
  for (const { line, plan } of lines) {
    const now = standingOf(context, plan);
    if (plan.kind === 'levels') {
      const { expected } = plan;
      if (expected !== null && now !== expected)
        stale.set(line, refused('stock_changed', { onHand: Number(now), expected }, { current: now }));
    } else if (!sameStanding(now, plan.before))
      stale.set(line, refused('import_stale', {}, { current: now }));
  }
  return change(
    context,
    lines,
    cause,
    stale,
    (plan) => {
      if (plan.kind === 'items')
        context.dispatch(plan.before === null ? 'inventory.create_item' : 'inventory.update_item', {
          item: plan.after,
        });
      if (plan.kind === 'thresholds')
        context.dispatch('inventory.set_threshold', { threshold: plan.after, removed: false });
    },
    1,
  );
}

/** Takes back what lines did: by opposite movements, and by giving records their former values. A new item is archived. */
export function takeBack(context: CommandContext, lines: readonly Effect[], cause: Cause): Refused {
  return change(
    context,
    lines,
    cause,
    new Map(),
    (plan) => {
      if (plan.kind === 'items') {
        const now = readItem(context.sql, plan.after.id) ?? plan.after;
        context.dispatch('inventory.update_item', { item: plan.before ?? { ...now, status: 'archived' } });
      }
      if (plan.kind === 'thresholds')
        context.dispatch('inventory.set_threshold', {
          threshold: plan.before ?? plan.after,
          removed: plan.before === null,
        });
    },
    -1,
  );
}

function change(
  context: CommandContext,
  lines: readonly Effect[],
  cause: Cause,
  stale: ReadonlyMap<number, ProtocolError>,
  dispatch: (plan: LinePlan) => void,
  sign: 1 | -1,
): Refused {
  const refusals = new Map(stale);
  const open = lines.filter(({ line }) => !stale.has(line));
  for (const { line, plan } of open) {
    if (plan.kind === 'levels') continue;
    const refusal = attempt(context, () => dispatch(plan));
    if (refusal) refusals.set(line, refusal);
  }
  for (const [locationId, moves] of movesOf(open, sign)) {
    const move = (some: readonly Move[]) =>
      attempt(context, () => countStock(context, { locationId, lines: some, ...cause }));
    // Together they are one entry in the log. Where one is refused, all are undone, and each is tried alone.
    if (!move(moves)) continue;
    for (const one of moves) {
      const refusal = move([one]);
      if (refusal) refusals.set(one.line, refusal);
    }
  }
  return refusals;
}

interface Move {
  readonly line: number;
  readonly itemId: string;
  readonly quantity: number;
}

/** Returns the movements of lines by location. A level is in one line of an import only. */
function movesOf(lines: readonly Effect[], sign: 1 | -1): Map<string, Move[]> {
  const moves = new Map<string, Move[]>();
  for (const { line, plan } of lines) {
    if (plan.kind !== 'levels') continue;
    const at = moves.get(plan.locationId) ?? [];
    at.push({ line, itemId: plan.itemId, quantity: sign * (plan.after - plan.before) });
    moves.set(plan.locationId, at);
  }
  return moves;
}

/** Runs work of which nothing is left where it is refused. Returns the refusal. */
function attempt(context: CommandContext, work: () => void): ProtocolError | null {
  try {
    context.undoable(work);
    return null;
  } catch (error) {
    if (error instanceof CommandError) return error.error;
    throw error;
  }
}
