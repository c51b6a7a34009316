import { z } from 'zod';
import type { AlertGroup } from './alert-groups.ts';
import { ALERT_KINDS, ALERT_SEVERITIES } from './alerts.ts';
import { Id } from './ids.ts';

/** How alerts reach somebody, quietest first: not at all, in the count on the navigation entry, or also as a toast. */
export const DELIVERIES = ['none', 'badge', 'toast'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** How many locations can have a choice of their own. */
const MAX_LOCATIONS = 200;

/** What a user has chosen. What is not listed is `toast`. */
export const AlertDelivery = z.object({
  kinds: z.partialRecord(z.enum(ALERT_KINDS), z.partialRecord(z.enum(ALERT_SEVERITIES), z.enum(DELIVERIES))),
  locations: z
    .record(Id, z.enum(DELIVERIES))
    .refine((all) => Object.keys(all).length <= MAX_LOCATIONS, 'These are too many locations.'),
});
export type AlertDelivery = z.infer<typeof AlertDelivery>;

/** The choice of a user who has made none. */
export const EVERY_ALERT: AlertDelivery = { kinds: {}, locations: {} };

/** Returns what a user has chosen. */
export function choiceOf(
  chosen: readonly { readonly userId: string; readonly choice: AlertDelivery }[],
  userId: string | null,
): AlertDelivery {
  return chosen.find((one) => one.userId === userId)?.choice ?? EVERY_ALERT;
}

/** Returns whether a user is shown a toast about alerts of a group; what is about none (undefined) always is. */
export function isToasted(choice: AlertDelivery, group: AlertGroup | undefined): boolean {
  return group === undefined || deliveryOf(choice, group) === 'toast';
}

/** Returns how an alert reaches a user: the quieter of the choices for its kind and severity, and for its location. */
export function deliveryOf(choice: AlertDelivery, { kind, severity, locationId }: AlertGroup): Delivery {
  const byKind = choice.kinds[kind]?.[severity] ?? 'toast';
  const byLocation = (locationId === null ? undefined : choice.locations[locationId]) ?? 'toast';
  return DELIVERIES[Math.min(DELIVERIES.indexOf(byKind), DELIVERIES.indexOf(byLocation))] ?? 'toast';
}
