import { FEATURES } from '../features/index.ts';
import { createCatalog } from '../lib/catalog.ts';
import type { FeatureDefinition } from '../lib/feature.ts';

/** The features, without the types of their words. */
export const ALL_FEATURES: readonly FeatureDefinition[] = FEATURES;

/** What they declare for one another. */
export const CATALOG = createCatalog(ALL_FEATURES);
