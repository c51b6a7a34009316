import { z } from 'zod';
import { Id } from './ids.ts';

/**
 * What an event, a toast or a search result is about: the kind of record (`item`, `order`, `conversation`, `alert`, …) and
 * its id. Only the renderer knows which page shows it; a kind it does not know has no page.
 */
export const Subject = z.object({ kind: z.string().min(1).max(40), id: Id });
export type Subject = z.infer<typeof Subject>;
