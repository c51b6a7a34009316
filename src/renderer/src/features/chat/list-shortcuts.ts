import type { Shortcut, ShortcutId } from '../../lib/feature.ts';

/** The tabs above the list, by their order. */
export const TAB_SHORTCUTS = [
  'shortcuts.tab1',
  'shortcuts.tab2',
  'shortcuts.tab3',
  'shortcuts.tab4',
  'shortcuts.tab5',
] as const satisfies readonly ShortcutId[];

/** The first saved folders, by their order. */
export const FOLDER_SHORTCUTS = [
  'shortcuts.folder1',
  'shortcuts.folder2',
  'shortcuts.folder3',
  'shortcuts.folder4',
  'shortcuts.folder5',
  'shortcuts.folder6',
  'shortcuts.folder7',
  'shortcuts.folder8',
  'shortcuts.folder9',
] as const satisfies readonly ShortcutId[];

/** The shortcuts of tabs and folders with their standard keys: 1 to 5, and G 1 to G 9. */
export const LIST_SHORTCUTS: readonly Shortcut[] = [
  ...TAB_SHORTCUTS.map((label, n) => ({ label, keys: [String(n + 1)] })),
  ...FOLDER_SHORTCUTS.map((label, n) => ({ label, keys: ['g', String(n + 1)] })),
];

/** What each of some shortcuts does, by its place. */
export function onEach<I extends ShortcutId>(
  ids: readonly I[],
  run: (place: number) => void,
): Partial<Record<ShortcutId, () => void>> {
  return Object.fromEntries(ids.map((id, place) => [id, () => run(place)]));
}
