import { z } from 'zod';
import { Alert } from '../domain/alerts.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

/** Reads of alerts. */
export const alertMethods = {
  /** Open alerts by severity, then newest first; resolved alerts newest first. */
  'alerts.list': read(
    'alerts:read',
    z.strictObject({ ...PageRequest, status: z.enum(['open', 'resolved']) }),
    page(
      Alert.extend({
        pendingAcknowledge: z.boolean(),
        /** What is available now; null for manual and resolved alerts, and where the cache has no such level. */
        valueNow: z.int().nullable(),
      }),
    ),
  ),
  'alerts.counts': read(
    'alerts:read',
    Nothing,
    z.object({ open: z.int(), critical: z.int(), unacknowledged: z.int(), asOf: Provenance }),
  ),
} as const;
