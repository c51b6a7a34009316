import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Delivery, leadTimeOf } from '#shared/domain/lead-times.ts';
import { DELIVERIES_SQL } from '#shared/rows/purchasing.ts';
import { heldSince } from '../../store/held.ts';
import { asOf, type Reader } from '../../store/reader.ts';

/** Returns how long a supplier has really taken, by the orders in the cache. */
export function leadTime(
  reader: Reader,
  { supplierId }: MethodInput<'purchasing.lead_time'>,
): MethodOutput<'purchasing.lead_time'> {
  const deliveries = reader.all<Delivery>(DELIVERIES_SQL, supplierId);
  return {
    measured: leadTimeOf(deliveries),
    deliveries: deliveries.length,
    heldSince: heldSince(reader, 'purchasing', 'purchase'),
    asOf: asOf(reader, ['purchasing']),
  };
}
