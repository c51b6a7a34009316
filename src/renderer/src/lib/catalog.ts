import { createAbout } from './about.ts';
import type { Catalog, FeatureDefinition } from './feature.ts';

/** Merges what features declare for others. */
export function createCatalog(
  features: readonly Pick<
    FeatureDefinition,
    'subjects' | 'channels' | 'reviews' | 'contents' | 'recordNames' | 'selectionActions' | 'widgets'
  >[],
): Catalog {
  const subjects = new Map(features.flatMap((feature) => Object.entries(feature.subjects ?? {})));
  return {
    pathOf: ({ kind, id }) => subjects.get(kind)?.(id) ?? null,
    channels: Object.assign({}, ...features.map((feature) => feature.channels)),
    reviews: Object.assign({}, ...features.map((feature) => feature.reviews)),
    selectionActions: features
      .flatMap((feature) => feature.selectionActions ?? [])
      .sort((a, b) => a.order - b.order),
    widgets: Object.fromEntries(
      features.flatMap((feature) => feature.widgets ?? []).map((widget) => [widget.kind, widget]),
    ),
    about: createAbout(features),
  };
}

/** Returns a function that maps a record's id to its page below a path. */
export const pageBelow =
  (path: string) =>
  (id: string): string =>
    `${path}/${encodeURIComponent(id)}`;
