import { createContext, useContext } from 'react';
import type { Catalog } from '../lib/feature.ts';

/** The catalog of this window, provided by the app. */
export const CatalogContext = createContext<Catalog>({
  pathOf: () => null,
  channels: {},
  reviews: {},
  selectionActions: [],
  widgets: {},
  about: async () => ({ subject: null, content: '' }),
});

/** Returns what all features together declare. */
export function useCatalog(): Catalog {
  return useContext(CatalogContext);
}
