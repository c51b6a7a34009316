import type { z } from 'zod';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from './channels.ts';

/** One row as it travels: its kind, and the row itself. */
export interface SnapshotRow {
  readonly kind: string;
  readonly row: unknown;
}

const schemas: ReadonlyMap<string, z.ZodType> = new Map(
  CHANNELS.flatMap((channel) =>
    Object.entries(CHANNEL_DEFINITIONS[channel].rows).map(([kind, schema]): [string, z.ZodType] => [
      `${channel}/${kind}`,
      schema,
    ]),
  ),
);

/** The schema of a kind of row in a channel; undefined if there is none. */
export function snapshotRowSchema(channel: Channel, kind: string): z.ZodType | undefined {
  return schemas.get(`${channel}/${kind}`);
}
