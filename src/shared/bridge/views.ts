import { z } from 'zod';
import { MAX_OWN_VIEWS, MAX_SHARED_VIEWS, View } from '../domain/views.ts';
import { Provenance, read } from './contract.ts';

/** A view as its list shows it. `mine`: the user owns it; `pending`: a change of it is still to be sent or decided. */
export const ListedView = View.extend({ mine: z.boolean(), pending: z.boolean() });
export type ListedView = z.infer<typeof ListedView>;

/** Reads of saved views. */
export const viewMethods = {
  /** The user's own views of a page and the shared ones, by name, with unsettled changes. */
  'views.list': read(
    'views:read',
    z.strictObject({ page: View.shape.page }),
    z.object({ views: z.array(ListedView).max(MAX_OWN_VIEWS + MAX_SHARED_VIEWS), asOf: Provenance }),
  ),
} as const;
