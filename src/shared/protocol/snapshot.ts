import type { z } from 'zod';
import type { AnyRow } from '../rows/define.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from './channels.ts';

/** One row of a snapshot and its kind. */
export interface SnapshotRow {
  readonly kind: string;
  readonly row: unknown;
}

function rowsOf(channel: Channel): readonly AnyRow[] {
  return CHANNEL_DEFINITIONS[channel].rows;
}

const schemas: ReadonlyMap<string, z.ZodType> = new Map(
  CHANNELS.flatMap((channel) =>
    rowsOf(channel).map(({ kind, schema }): [string, z.ZodType] => [`${channel}/${kind}`, schema]),
  ),
);

/** Returns the schema of a kind of row in a channel; undefined if the channel has no such kind. */
export function snapshotRowSchema(channel: Channel, kind: string): z.ZodType | undefined {
  return schemas.get(`${channel}/${kind}`);
}
