import { z } from 'zod';
import { Id, Timestamp } from '../domain/ids.ts';
import { OutboxEntry } from './commands.ts';
import { MadeBy, method, Nothing, PageRequest, read } from './contract.ts';

/** How long a discarded command can be taken back, ms. */
export const UNDO_MS = 10_000;
/** The engine waits a little longer before it discards for good: what is pressed in the last moment still arrives in time. */
export const UNDO_GRACE_MS = 2_000;

/** The states by which unsent commands are filtered: `waiting` is queued, being sent, or sent and not answered. */
export const UNSENT_STATES = ['all', 'waiting', 'refused', 'discarded'] as const;
export type UnsentState = (typeof UNSENT_STATES)[number];

/** What a list of unsent things is narrowed to. `kind` is the part of the command's type before the dot; null for all kinds. */
const Narrowing = {
  kind: z.string().min(1).max(40).nullable(),
  search: z.string().max(200),
  sort: z.enum(['newest', 'oldest']),
} as const;

/** Something that was typed and not sent: a draft of a message, or a form, in the shape of the command that it would become. */
export const TypedRow = z.object({
  type: z.string().max(80),
  /** What it is kept under: the conversation of a draft, the key of a form. */
  key: z.string().max(300),
  data: z.unknown(),
  at: Timestamp,
});
export type TypedRow = z.infer<typeof TypedRow>;

const ByKind = z.array(z.object({ kind: z.string().max(40), count: z.int().min(0) })).max(100);
const next = z.string().max(400).nullable();

/** Methods of the page of everything unsent. */
export const outboxMethods = {
  /** The user's commands that the server has not decided on or has refused. Searches the words in their data. */
  'outbox.page': read(
    'signed_in',
    z.strictObject({ ...PageRequest, ...Narrowing, state: z.enum(UNSENT_STATES) }),
    z.object({ rows: z.array(OutboxEntry).max(200), next }),
  ),
  /** Drafts and forms that were typed and not sent. */
  'outbox.typed': read(
    'signed_in',
    z.strictObject({ ...PageRequest, ...Narrowing }),
    z.object({ rows: z.array(TypedRow).max(200), next }),
  ),
  /** How many commands there are of each state and kind, and how many typed texts. */
  'outbox.counts': read(
    'signed_in',
    Nothing,
    z.object({
      waiting: z.int().min(0),
      refused: z.int().min(0),
      discarded: z.int().min(0),
      typed: z.int().min(0),
      kinds: ByKind,
      typedKinds: ByKind,
    }),
  ),
  /**
   * Discards commands, or all refused ones with `ids` null; `outbox.restore` takes it back within UNDO_MS. Until then they are
   * kept and not sent. If the console ends before, they stay until the user decides. Returns how many were discarded; with one
   * id, `not_found` or `conflict` if it cannot be.
   */
  'outbox.discard': method(
    'signed_in',
    z.strictObject({ batch: z.uuidv7(), ids: z.array(Id).min(1).max(500).nullable(), ...MadeBy }),
    z.object({ count: z.int().min(0) }),
  ),
  /** Takes back a discarding, or that of one command. `not_found` once it is final. */
  'outbox.restore': method(
    'signed_in',
    z.strictObject({ batch: Id.nullable(), id: Id.nullable(), ...MadeBy }),
    Nothing,
  ),
} as const;
