import { PauseCircle, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#shared/domain/chat.ts';
import { clockState, type DueClock, dueClocks, shownClock } from '#shared/domain/service-levels.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useNow } from '../hooks/use-now.ts';
import { cx } from '../lib/cx.ts';

const TONE = {
  idle: 'text-ink-2',
  running: 'text-ink-2',
  warning: 'bg-warn-soft text-warn',
  breached: 'bg-crit-soft text-crit',
} as const;

/** How much room a clock has: for the time alone, for its kind too, or for a sentence where its container is wide enough. */
type Room = 'time' | 'bar';

function Countdown({ clock, room }: { readonly clock: DueClock; readonly room: Room }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const state = clockState(clock, now);
  const time = format.age(Math.min(now, clock.dueAt), Math.max(now, clock.dueAt));
  const kind = t(`chat.clock.${clock.kind}`);
  const said = t(state === 'breached' ? 'chat.clock.over' : 'chat.clock.left', { kind, time });
  return (
    <span
      data-clock={state}
      title={`${said}, ${t('chat.clock.dueAt', { at: format.moment(clock.dueAt, now) })}`}
      className={cx(
        'inline-flex h-[18px] shrink-0 items-center gap-1 rounded-sm px-1 text-2xs font-medium whitespace-nowrap',
        TONE[state],
      )}
    >
      <Timer size={10} aria-hidden className="shrink-0" />
      {room === 'bar' && (
        <span aria-hidden className="hidden @min-[54rem]:inline">
          {said}
        </span>
      )}
      <span aria-hidden className={cx(room === 'bar' && '@min-[54rem]:hidden')}>
        {room === 'bar' && <span className="hidden @min-[46rem]:inline">{kind} </span>}
        {state === 'breached' ? `+${time}` : time}
      </span>
      <span className="sr-only">{said}</span>
    </span>
  );
}

/** How long a conversation has until the first of its clocks runs out, or since when it has. Nothing without a running clock. */
export function ClockChip({ clocks }: { readonly clocks: Conversation['clocks'] }): ReactNode {
  const shown = shownClock(clocks);
  return shown && <Countdown clock={shown} room="time" />;
}

/** All running clocks of a conversation, and that the resolution stands still. */
export function ConversationClocks({
  conversation,
}: {
  readonly conversation: Pick<Conversation, 'clocks'>;
}): ReactNode {
  const { t } = useTranslation();
  const { clocks } = conversation;
  const paused = clocks?.resolution?.targetMs != null && clocks.resolution.runsSince === null;
  return (
    <>
      {dueClocks(clocks).map((clock) => (
        <Countdown key={clock.kind} clock={clock} room="bar" />
      ))}
      {paused && (
        <span
          title={t('chat.clock.paused')}
          className="inline-flex h-[18px] items-center gap-1 px-1 text-2xs font-medium text-ink-2"
        >
          <PauseCircle size={10} aria-hidden />
          <span className="hidden @min-[46rem]:inline">{t('chat.clock.resolution')}: </span>
          {t('chat.clock.pausedShort')}
        </span>
      )}
    </>
  );
}
