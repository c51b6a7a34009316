import type { z } from 'zod';
import { type Redactor, redactorOf } from '../domain/personal.ts';
import type { AnyRow } from '../rows/define.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from './channels.ts';
import type { Permission } from './permissions.ts';

/** The permission to see personal data of customers. */
export const PERSONAL_PERMISSION: Permission = 'customers:read';

const events = new Map<string, Redactor>();
const rows = new Map<string, Redactor>();
for (const channel of CHANNELS) {
  const definition: {
    readonly events: Readonly<Record<string, z.ZodType>>;
    readonly rows: readonly AnyRow[];
  } = CHANNEL_DEFINITIONS[channel];
  for (const [type, schema] of Object.entries(definition.events)) {
    const redact = redactorOf(schema);
    if (redact) events.set(type, redact);
  }
  for (const { kind, schema } of definition.rows) {
    const redact = redactorOf(schema);
    if (redact) rows.set(`${channel}/${kind}`, redact);
  }
}

/** Returns what removes the personal data from the data of an event type; undefined if it holds none. */
export function eventRedactor(type: string): Redactor | undefined {
  return events.get(type);
}

/** Returns what removes the personal data from a kind of row in a channel; undefined if it holds none. */
export function rowRedactor(channel: Channel, kind: string): Redactor | undefined {
  return rows.get(`${channel}/${kind}`);
}

/** The channels whose events or rows hold personal data. */
export const PERSONAL_CHANNELS: ReadonlySet<Channel> = new Set(
  CHANNELS.filter((channel) =>
    [...events.keys(), ...rows.keys()].some((name) => new RegExp(`^${channel}[./]`).test(name)),
  ),
);
