import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AVAILABILITIES, type Availability } from '#shared/domain/assignment.ts';
import { StatusDot } from '../../components/badge.tsx';
import { Select } from '../../components/field.tsx';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { dismissToast, toast } from '../../stores/toasts.ts';
import { chooseAvailability, TONES } from './availability.ts';
import { useActivity } from './use-activity.ts';
import { useMine } from './use-assignment.ts';
import { useAwayAfter } from './use-away-after.ts';

const ASKED = 'availability';
const MINUTES = [1, 5, 10, 15, 30, 60] as const;

/** The mark of the user's own availability; it also asks them to come back after they were made away. */
export function AvailabilityMark(): ReactNode {
  const { t } = useTranslation();
  const mine = useMine();
  const state = mine?.state;
  const cause = mine?.cause;
  const before = useRef<Availability | undefined>(undefined);
  useActivity(mine !== null);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (state === undefined || cause === undefined) return;
    if (cause === 'chosen' || state === 'online' || state === 'busy') {
      dismissToast(ASKED);
      return;
    }
    // At a start, only being away is asked about: everybody begins the day offline.
    if (was === undefined && state === 'offline') return;
    if (was === state) return;
    toast({
      id: ASKED,
      tone: 'warn',
      sticky: true,
      title: (context) =>
        state === 'offline'
          ? context.t('assignment.mine.becameOffline')
          : context.t('assignment.mine.becameAway', { cause: context.t(`assignment.cause.${cause}`) }),
      body: (context) => context.t('assignment.mine.ask'),
      actions: [
        {
          label: (context) => context.t('assignment.mine.back'),
          run: () => void chooseAvailability('online'),
        },
      ],
    });
  }, [state, cause]);
  if (state === undefined) return null;
  return (
    <>
      <StatusDot tone={TONES[state]} />
      <span className="sr-only">{t('assignment.mine.label', { state: t(`assignment.state.${state}`) })}</span>
    </>
  );
}

/** Chooses the user's own availability, in the menu of the account. */
export function AvailabilityChoice(): ReactNode {
  const { t } = useTranslation();
  const mine = useMine();
  const live = useIsLive();
  const [awayAfter, setAwayAfter] = useAwayAfter();
  if (mine === null) return null;
  return (
    <div className="mb-3 border-t border-line pt-3">
      <div role="radiogroup" aria-label={t('assignment.mine.choose')} className="flex flex-col">
        {AVAILABILITIES.map((state) => (
          <label
            key={state}
            className={cx(
              'flex min-h-9 items-center gap-2 rounded-md px-1.5 py-1 hover:bg-hover',
              mine.state === state && 'bg-hover',
            )}
          >
            <input
              type="radio"
              name="availability"
              checked={mine.state === state}
              disabled={!live}
              onChange={() => void chooseAvailability(state)}
            />
            <StatusDot tone={TONES[state]} />
            <span className="min-w-0 flex-1">
              <span className="block leading-4 font-medium">{t(`assignment.state.${state}`)}</span>
              <span className="block text-2xs text-ink-3">
                {mine.state === state && mine.cause !== 'chosen'
                  ? t(`assignment.cause.${mine.cause}`)
                  : t(`assignment.hint.${state}`)}
              </span>
            </span>
          </label>
        ))}
      </div>
      {!live && <p className="mt-1 text-xs text-ink-3">{t('assignment.mine.offline')}</p>}
      <div className="mt-2 flex items-center gap-2 text-xs text-ink-2">
        <span className="flex-1" aria-hidden>
          {t('assignment.mine.awayAfter')}
        </span>
        <Select
          className="w-24"
          aria-label={t('assignment.mine.awayAfter')}
          value={String(awayAfter)}
          onChange={(value) => setAwayAfter(Number(value))}
          options={[...new Set([...MINUTES, awayAfter])]
            .sort((a, b) => a - b)
            .map((count) => ({ value: String(count), label: t('assignment.mine.minutes', { count }) }))}
        />
      </div>
    </div>
  );
}
