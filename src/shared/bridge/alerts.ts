import { z } from 'zod';
import { AlertGroup } from '../domain/alert-groups.ts';
import { AlertRule, MAX_RULES } from '../domain/alert-rules.ts';
import { ALERT_KINDS, ALERT_SEVERITIES, Alert } from '../domain/alerts.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { Movement } from '../domain/inventory.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

/** How many levels a preview counts; that many mean that many or more. */
export const MAX_PREVIEW = 1000;

/** What an alert list is narrowed to; null for any. */
export const AlertFilter = z.strictObject({
  status: z.enum(['open', 'resolved']),
  state: z.enum(['pending', 'firing', 'recovering', 'no_data', 'error']).nullable(),
  kind: z.enum(ALERT_KINDS).nullable(),
  severity: z.enum(ALERT_SEVERITIES).nullable(),
  locationId: Id.nullable(),
  /** Whose alerts: of a user, or of nobody. */
  owner: z.union([z.object({ id: Id.nullable() }), z.null()]),
  /** Whether silenced ones are listed, besides the others or alone. */
  silenced: z.enum(['shown', 'hidden', 'only']),
  acknowledged: z.boolean().nullable(),
});
export type AlertFilter = z.infer<typeof AlertFilter>;

/** Everything that is open. */
export const ALL_OPEN: AlertFilter = {
  status: 'open',
  state: null,
  kind: null,
  severity: null,
  locationId: null,
  owner: null,
  silenced: 'shown',
  acknowledged: null,
};

/** An alert with the effects of unsettled commands. */
export const AlertView = Alert.extend({
  pendingAcknowledge: z.boolean(),
  /** Whether an owner or a silence shown here is not confirmed yet. */
  pendingChange: z.boolean(),
  /**
   * What is available now, or within how many days the first lot expires; null where it is not about stock, for resolved alerts,
   * and where the cache has no such level or lot.
   */
  valueNow: z.int().nullable(),
  /** Whether no data comes from its location, so that its value may be out of date. */
  feedSilent: z.boolean(),
});
export type AlertView = z.infer<typeof AlertView>;

/** The event that raised or resolved an alert: the line of the ledger, and the order that it belongs to. */
export const AlertCause = z.object({
  seq: Seq,
  /** null where the cache does not have it, or where it is no movement. */
  movement: Movement.nullable(),
  order: z.object({ id: Id, number: z.string() }).nullable(),
});
export type AlertCause = z.infer<typeof AlertCause>;

/** Reads of alerts. */
export const alertMethods = {
  /** Open alerts by severity, then newest first; resolved alerts newest first. */
  'alerts.list': read(
    'alerts:read',
    z.strictObject({ ...PageRequest, filter: AlertFilter }),
    page(AlertView),
  ),
  /** One alert; null where the cache does not have it. `earlier` are the last alerts of its rule about the same subject. */
  'alerts.detail': read(
    'alerts:read',
    z.strictObject({ alertId: Id }),
    z.object({
      alert: AlertView.nullable(),
      raisedBy: AlertCause.nullable(),
      resolvedBy: AlertCause.nullable(),
      /** The lot that expires first, for an open alert about one, and within how many days. */
      lot: z.object({ code: z.string(), expiresAt: Timestamp, days: z.int() }).nullable(),
      earlier: z.array(Alert).max(10),
      asOf: Provenance,
    }),
  ),
  /**
   * The numbers of alerts that were raised and are open. `loud` has those that ask for attention, neither pending nor silenced,
   * by group.
   */
  'alerts.counts': read(
    'alerts:read',
    Nothing,
    z.object({
      open: z.int(),
      critical: z.int(),
      unacknowledged: z.int(),
      loud: z.array(AlertGroup.extend({ count: z.int().min(1) })).max(2000),
      asOf: Provenance,
    }),
  ),
  'alerts.rules': read(
    'alerts:read',
    Nothing,
    z.object({ rules: z.array(AlertRule).max(MAX_RULES), asOf: Provenance }),
  ),
  /** What a rule would fire on now, if it were in force and its condition had held for long enough. At most 50 are listed. */
  'alerts.preview': read(
    'alerts:read',
    z.strictObject({ rule: AlertRule }),
    z.object({
      total: z.int().min(0).max(MAX_PREVIEW),
      rows: z
        .array(
          z.object({
            /** null where the rule is about a location. */
            item: z.object({ id: Id, sku: z.string(), name: z.string() }).nullable(),
            locationId: Id,
            locationName: z.string(),
            /** What is available, within how many days the first lot expires, or since when nothing has moved, ms. */
            value: z.number(),
            threshold: z.number().nullable(),
          }),
        )
        .max(50),
      asOf: Provenance,
    }),
  ),
} as const;
