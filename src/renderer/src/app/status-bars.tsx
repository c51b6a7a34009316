import { History, type LucideIcon, Play, RotateCw, Unplug, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';
import { Button, IconButton } from '../components/button.tsx';
import { useFormat } from '../hooks/use-format.ts';
import { useElapsed, useNow } from '../hooks/use-now.ts';
import { commandName } from '../i18n/commands.ts';
import { cx } from '../lib/cx.ts';
import type { Tone } from '../lib/tone.ts';
import { useConnection } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';
import { useUi } from '../stores/ui.ts';
import { NextAttempt } from './connection-badge.tsx';
import { STATE_VIEW, useShownState } from './connection-view.ts';

const GROUND: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-ink-2',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  crit: 'bg-crit-soft text-crit',
};

function Bar({
  tone,
  icon: Icon,
  children,
  action,
}: {
  tone: Tone;
  icon: LucideIcon;
  children: ReactNode;
  action?: ReactNode;
}): ReactNode {
  return (
    <div className={cx('flex min-h-9 items-center gap-2.5 border-b border-line px-4 py-1', GROUND[tone])}>
      <Icon size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  );
}

/** A bar pushes the page down, so it only appears once an interruption has lasted this long, ms. */
const PATIENCE_MS = 1500;

/** Explains why data is not live and what to do about it. Hidden while everything is live. */
export function StatusBars(): ReactNode {
  const state = useShownState();
  const lasting = useLasting(state === 'connecting' || state === 'catching-up', PATIENCE_MS);
  return (
    <>
      {state === 'bridge' ? (
        <BridgeBar />
      ) : (
        state !== 'live' && ((state !== 'connecting' && state !== 'catching-up') || lasting) && <LinkBar />
      )}
      <NoticeBar />
    </>
  );
}

/** Returns true once `value` has been true for `afterMs`. */
function useLasting(value: boolean, afterMs: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!value) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return value && lasting;
}

function BridgeBar(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useElapsed();
  const { state, since } = useConnection((store) => store.bridge);
  return (
    <Bar tone="crit" icon={Unplug}>
      {state === 'refused'
        ? t('connection.bridgeRefused')
        : t('connection.bridgeDown', { age: format.age(since, now) })}
    </Bar>
  );
}

function LinkBar(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const state = useShownState();
  const behind = useConnection((store) => store.status?.behind ?? null);
  const next = useConnection((store) => store.status?.nextAttemptAt ?? null);
  const detail = useConnection((store) => store.status?.detail ?? null);
  const asOf = useConnection((store) => store.asOf);
  const view = STATE_VIEW[state];
  const review = useSession((store) => store.session?.review ?? false);
  const call = (name: 'connection.resume' | 'connection.refresh'): void =>
    void bridge.call(name, {}).catch(() => undefined);
  const action =
    state === 'paused' ? (
      <Button size="sm" icon={Play} onClick={() => call('connection.resume')}>
        {t('actions.resume')}
      </Button>
    ) : state === 'unauthorised' ? (
      <Button size="sm" onClick={() => useUi.setState({ signInOpen: true })}>
        {t('connection.signInAgain')}
      </Button>
    ) : state === 'offline' ? (
      <Button size="sm" icon={RotateCw} onClick={() => call('connection.refresh')}>
        {t('actions.refresh')}
      </Button>
    ) : undefined;
  return (
    <Bar tone={state === 'offline' ? 'warn' : view.tone} icon={view.icon} action={action}>
      <strong className="font-semibold">{t(`connection.states.${state}`)}.</strong>{' '}
      <span>{review ? t('connection.review') : t(`connection.explain.${state}`)}</span>{' '}
      {detail !== null && <span>{detail} </span>}
      {behind !== null && behind > 0 && <span>{t('connection.behind', { count: behind })}. </span>}
      {asOf !== null && (
        <span className="whitespace-nowrap">
          {t('connection.asOf', { time: format.moment(asOf) })} (
          {t('connection.age', { age: format.age(asOf, now) })}).{' '}
        </span>
      )}
      {state === 'offline' && next !== null && <NextAttempt at={next} />}
    </Bar>
  );
}

function NoticeBar(): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const notice = useConnection((store) => store.status?.notice ?? null);
  if (notice === null) return null;
  const counts = new Map<string, number>();
  for (const { type } of notice.inDoubt) counts.set(type, (counts.get(type) ?? 0) + 1);
  const actions = [...counts].map(([type, count]) =>
    t('connection.notice.action', { command: commandName(i18n, type), count }),
  );
  return (
    <Bar
      tone="accent"
      icon={History}
      action={
        <IconButton
          size="sm"
          icon={X}
          label={t('connection.notice.dismiss')}
          onClick={() => void bridge.call('connection.dismiss_notice', {}).catch(() => undefined)}
        />
      }
    >
      <span data-notice={notice.reason}>
        {t(`connection.notice.${notice.reason}`, {
          channel: t(`channels.${notice.channel}`),
          time: format.moment(notice.at),
        })}
      </span>{' '}
      {actions.length > 0 && (
        <span data-in-doubt>{t('connection.notice.inDoubt', { actions: actions.join(', ') })}</span>
      )}
    </Bar>
  );
}
