import { useMedia } from '../../hooks/use-media.ts';
import { useUi } from '../../stores/ui.ts';

/** Whether the rail shows icons only: the user's choice, else by the width of the window. */
export function useRailCollapsed(): boolean {
  const choice = useUi((state) => state.railCollapsed);
  const wide = useMedia('(min-width: 1240px)');
  return choice ?? !wide;
}
