import { z } from 'zod';
import { Payment } from '../../domain/orders.ts';

/** Events of the channel `payments`. */
export const paymentEvents = {
  'payments.received': z.object({ payment: Payment }),
  'payments.failed': z.object({ payment: Payment }),
  'payments.refunded': z.object({ payment: Payment }),
  'payments.disputed': z.object({ payment: Payment }),
} as const;
