import { bridge } from '../../bridge/client.ts';
import { failureWords } from '../../i18n/errors.ts';
import { useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';

/** Until the settings are read, minutes. */
const FALLBACK = 5;

/** After how long without input the user of this computer counts as away, minutes, and a way to change it. */
export function useAwayAfter(): readonly [number, (minutes: number) => void] {
  const minutes = useSession((state) => state.settings?.awayAfterMinutes ?? FALLBACK);
  const change = (awayAfterMinutes: number): void => {
    bridge.call('settings.set', { awayAfterMinutes }).then(
      (settings) => useSession.setState({ settings }),
      (error: unknown) => toast({ tone: 'crit', ...failureWords(error) }),
    );
  };
  return [minutes, change];
}
