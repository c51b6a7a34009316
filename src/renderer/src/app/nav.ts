import type { NavEntry } from '../lib/feature.ts';
import { ALL_FEATURES } from './catalog.ts';

/** All entries of the rail, in order. */
export const NAV: readonly NavEntry[] = ALL_FEATURES.flatMap(({ nav }) => nav ?? []).sort(
  (a, b) => a.order - b.order,
);

/** The first page, and the target of links to unknown records. */
export const HOME_PATH = NAV[0]?.path ?? '/';
