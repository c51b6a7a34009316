import { z } from 'zod';
import { Seq, Timestamp } from '../domain/ids.ts';
import { Channel } from '../protocol/channels.ts';
import { method, Nothing } from './contract.ts';

/** Methods of the application itself. */
export const appMethods = {
  'app.info': method(
    'anyone',
    Nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      platform: z.string(),
      profile: z.string(),
      demo: z.boolean(),
    }),
  ),
  /** Tells main whether the window is visible. While it is hidden, no change notices are sent. */
  'app.set_visible': method('anyone', z.strictObject({ visible: z.boolean() }), Nothing),
  'app.diagnostics': method(
    'anyone',
    Nothing,
    z.object({
      cachedEvents: z.int(),
      cacheBytes: z.int(),
      refusedEvents: z.int(),
      duplicateEvents: z.int(),
      newerEvents: z.int(),
      appliedEvents: z.int(),
      outboxPending: z.int(),
      cursors: z.partialRecord(Channel, Seq),
      quarantined: z.string().max(500).nullable(),
      quarantinedOutbox: z.string().max(500).nullable(),
      /** How late the engine's event loop ran what was due, since the cache was opened, ms. */
      loopDelay: z.object({ p99: z.number().min(0), longest: z.number().min(0) }),
    }),
  ),
  'app.ping': method('anyone', Nothing, z.object({ at: Timestamp })),
} as const;
