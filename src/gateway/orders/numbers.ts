import { z } from 'zod';
import { orderNumberOf } from '#shared/domain/manual-orders.ts';
import { type CommandContext, defineWrite, type Sql } from '../kernel.ts';
import { hasOrderNumber } from './queries.ts';

/** Notes where the sequence of numbers goes on. It never goes back. */
export const numberGiven = defineWrite(
  'orders.number_given',
  z.object({ next: z.int().min(1) }),
  ({ sql }, { next }) =>
    void sql.prepare<[number]>('UPDATE order_numbers SET next = max(next, ?) WHERE id = 1').run(next),
);

function nextPlace(sql: Sql): number {
  return sql.prepare<[], { next: number }>('SELECT next FROM order_numbers WHERE id = 1').get()?.next ?? 1;
}

/**
 * Gives the next number of the sequence. It is part of the command's transaction: a refused command takes none, so the only numbers
 * left out are those that orders from elsewhere have already.
 */
export function giveNumber(context: CommandContext): string {
  let place = nextPlace(context.sql);
  while (hasOrderNumber(context.sql, orderNumberOf(place))) place += 1;
  context.write(numberGiven, { next: place + 1 });
  return orderNumberOf(place);
}
