import { z } from 'zod';
import {
  CannedReply,
  MAX_OWN_MACROS,
  MAX_OWN_REPLIES,
  MAX_SHARED_MACROS,
  MAX_SHARED_REPLIES,
  Macro,
} from '../domain/canned.ts';
import { Id } from '../domain/ids.ts';
import { MAX_FIGURES, VARIABLE_PROBLEMS } from '../domain/templates.ts';
import { Nothing, PageRequest, Provenance, page, read } from './contract.ts';

/** A canned reply in a list. `mine`: the user's own; `pending`: a change of it is still to be sent or decided. */
export const ListedReply = CannedReply.extend({ mine: z.boolean(), pending: z.boolean() });
export type ListedReply = z.infer<typeof ListedReply>;

/** A macro in a list. */
export const ListedMacro = Macro.extend({ mine: z.boolean(), pending: z.boolean() });
export type ListedMacro = z.infer<typeof ListedMacro>;

/** Whose canned replies: all that the user sees, their own, or the shared ones. */
export const CANNED_SCOPES = ['all', 'own', 'shared'] as const;

const MAX_REPLIES = MAX_OWN_REPLIES + MAX_SHARED_REPLIES;
const count = z.int().min(0);
/** A stock figure in a text, and where it stands. */
const Figure = z.object({ sku: z.string(), units: z.int(), start: count, end: count });

/** Reads of canned replies and macros. All work offline. */
export const cannedMethods = {
  /**
   * Finds canned replies by shortcut, title, folder and text. First those whose shortcut begins with the text, one's own before
   * shared ones. `folder` null for all.
   */
  'canned.search': read(
    'canned:read',
    z.strictObject({
      text: z.string().max(200),
      folder: z.string().max(60).nullable(),
      scope: z.enum(CANNED_SCOPES),
      ...PageRequest,
    }),
    page(ListedReply),
  ),
  /** The folders of the replies that the user sees, by name, and how many replies there are. */
  'canned.folders': read(
    'canned:read',
    z.strictObject({ scope: z.enum(CANNED_SCOPES) }),
    z.object({
      folders: z.array(z.object({ name: z.string(), replies: count })).max(MAX_REPLIES),
      replies: count,
      asOf: Provenance,
    }),
  ),
  /** One canned reply; null if there is none that the user sees. */
  'canned.reply': read(
    'canned:read',
    z.strictObject({ replyId: Id }),
    z.object({ reply: ListedReply.nullable(), asOf: Provenance }),
  ),
  /** The macros that the user sees, by name. */
  'canned.macros': read(
    'canned:read',
    Nothing,
    z.object({ macros: z.array(ListedMacro).max(MAX_OWN_MACROS + MAX_SHARED_MACROS), asOf: Provenance }),
  ),
  /**
   * Resolves a reply or a text for a conversation; null for a sample. `live`: whether the window's feed is live, without which no
   * stock figure is current; `figures` are those that a text has already. `stock` has the figure of every SKU that it names, also where it is not current.
   */
  'canned.preview': read(
    'canned:read',
    z.strictObject({
      conversationId: Id.nullable(),
      of: z.union([
        z.strictObject({ replyId: Id }),
        z.strictObject({ text: z.string().max(10_000), figures: z.array(Figure).max(MAX_FIGURES) }),
      ]),
      live: z.boolean(),
    }),
    z.object({
      text: z.string(),
      open: z.array(z.object({ source: z.string(), problem: z.enum(VARIABLE_PROBLEMS) })),
      figures: z.array(Figure),
      stock: z.array(z.object({ sku: z.string(), units: z.int().nullable() })),
      asOf: Provenance,
    }),
  ),
} as const;
