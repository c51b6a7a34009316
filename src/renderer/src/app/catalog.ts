import { EVERYWHERE } from '#shared/domain/shortcuts.ts';
import { FEATURES } from '../features/index.ts';
import { createCatalog } from '../lib/catalog.ts';
import type { FeatureDefinition, Shortcut, ShortcutGroup } from '../lib/feature.ts';
import { declareShortcuts } from '../stores/shortcuts.ts';

/** The features, without the types of their words. */
export const ALL_FEATURES: readonly FeatureDefinition[] = FEATURES;

const everywhere: readonly Shortcut[] = [
  { label: 'shortcuts.palette', keys: ['Mod', 'k'] },
  { label: 'shortcuts.search', keys: ['/'] },
  { label: 'shortcuts.help', keys: ['?'] },
  ...ALL_FEATURES.flatMap(({ nav }) => nav ?? [])
    .sort((a, b) => a.order - b.order)
    .map(({ shortcut, keys }) => ({ label: shortcut, keys })),
  { label: 'shortcuts.refresh', keys: ['.'] },
  { label: 'shortcuts.rail', keys: ['['] },
  { label: 'shortcuts.emoji', keys: ['Mod', ';'] },
  { label: 'shortcuts.close', keys: ['Escape'], fixed: true },
];
const lists: readonly Shortcut[] = [
  { label: 'shortcuts.next', keys: ['j'], single: true },
  { label: 'shortcuts.previous', keys: ['k'], single: true },
  { label: 'shortcuts.move', keys: ['ArrowUp', 'ArrowDown'], fixed: true },
  { label: 'shortcuts.ends', keys: ['Home', 'End'], fixed: true },
  { label: 'shortcuts.open', keys: ['Enter'], fixed: true },
];

/** All shortcuts: those of the frame and of lists, then those that features have on their own pages. */
export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = [
  { title: 'shortcuts.everywhere', scope: EVERYWHERE, shortcuts: everywhere },
  { title: 'shortcuts.lists', scope: EVERYWHERE, shortcuts: lists },
  ...ALL_FEATURES.flatMap(({ name, nav, shortcuts }) =>
    nav === undefined || shortcuts === undefined ? [] : [{ title: nav.label, scope: name, shortcuts }],
  ),
];
declareShortcuts(SHORTCUT_GROUPS);

/** What they declare for one another. */
export const CATALOG = createCatalog(ALL_FEATURES);
