import type { Settings } from '#shared/bridge/settings.ts';

/** Returns the theme to draw for a choice. */
export function resolveTheme(choice: Settings['theme'], systemIsDark: boolean): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return systemIsDark ? 'dark' : 'light';
}

/** Draws a theme and follows changes of the system's theme. Returns an unsubscribe function. */
export function applyTheme(choice: Settings['theme']): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const draw = (): void => {
    document.documentElement.dataset['theme'] = resolveTheme(choice, dark.matches);
  };
  draw();
  dark.addEventListener('change', draw);
  return () => dark.removeEventListener('change', draw);
}
