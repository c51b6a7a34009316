import type { Channel } from '#shared/protocol/channels.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import {
  eventRedactor,
  PERSONAL_CHANNELS,
  PERSONAL_PERMISSION,
  rowRedactor,
} from '#shared/protocol/personal.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { eventOf, type LoggedEvent } from '../log/index.ts';

/** What a client is shown: everything in its channels, or that without personal data of customers. */
export type Variant = 'whole' | 'impersonal';

/** Returns what a client with these permissions is shown of these channels. */
export function variantOf(permissions: ReadonlySet<Permission>, channels: Iterable<Channel>): Variant {
  if (permissions.has(PERSONAL_PERMISSION)) return 'whole';
  for (const channel of channels) if (PERSONAL_CHANNELS.has(channel)) return 'impersonal';
  return 'whole';
}

const impersonal = new WeakMap<LoggedEvent, LoggedEvent>();

/**
 * Returns an event as a variant shows it. What the log holds in memory is encoded at most once for each variant, however many
 * clients receive it.
 */
export function shownEvent(variant: Variant, event: LoggedEvent): LoggedEvent {
  if (variant === 'whole') return event;
  const redact = eventRedactor(event.type);
  if (!redact) return event;
  let shown = impersonal.get(event);
  if (!shown) {
    const whole = eventOf(event);
    const body = JSON.stringify({ ...whole, data: redact(whole.data) });
    shown = { ...event, body, bytes: Buffer.byteLength(body) };
    impersonal.set(event, shown);
  }
  return shown;
}

/** Returns a row of a channel as a variant shows it. */
export function shownRow(variant: Variant, channel: Channel, { kind, row }: SnapshotRow): SnapshotRow {
  const redact = variant === 'whole' ? undefined : rowRedactor(channel, kind);
  return redact ? { kind, row: redact(row) } : { kind, row };
}
