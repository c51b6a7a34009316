import { z } from 'zod';
import { Timestamp } from '../domain/ids.ts';
import { Nothing, read } from './contract.ts';

/** Reads of what the cache has. */
export const historyMethods = {
  /**
   * The kinds of rows of which older ones are at the server only: those since `from` are in the cache. They are loaded first
   * back to `windowFrom`, then further while there is room.
   */
  'history.ranges': read(
    'signed_in',
    Nothing,
    z.object({
      ranges: z
        .array(
          z.object({
            channel: z.string().max(40),
            kind: z.string().max(40),
            from: Timestamp,
            windowFrom: Timestamp,
          }),
        )
        .max(100),
    }),
  ),
} as const;
