import { z } from 'zod';
import { Id } from './ids.ts';

/**
 * The record that an event, toast or search result is about: its kind (`item`, `order`, `conversation`, `alert`, …) and id.
 * Only the renderer maps a subject to a page; unknown kinds have no page.
 */
export const Subject = z.object({ kind: z.string().min(1).max(40), id: Id });
export type Subject = z.infer<typeof Subject>;
