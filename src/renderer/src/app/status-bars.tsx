import { History, type LucideIcon, Play, RotateCw, Unplug, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Popover } from '../components/overlay.tsx';
import { useFormat } from '../hooks/use-format.ts';
import { useElapsed, useNow } from '../hooks/use-now.ts';
import { commandName } from '../i18n/commands.ts';
import { statusDetail } from '../i18n/errors.ts';
import { cx } from '../lib/cx.ts';
import type { Tone } from '../lib/tone.ts';
import { useConnection } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';
import { useUi } from '../stores/ui.ts';
import { describeAttempt, STATE_VIEW, useShownState } from './connection-view.ts';
import { type BarMachine, type BarState, nextStep, startBar, stepBar } from './status-bar-state.ts';

const GROUND: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-ink-2',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  crit: 'bg-crit-soft text-crit',
};

/** The bar has one height and one line, so that nothing below it moves while its words change. */
function Bar({
  tone,
  icon: Icon,
  children,
  action,
}: {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly children: string;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div
      data-status-bar
      className={cx('flex h-9 shrink-0 items-center gap-2.5 border-b border-line px-4', GROUND[tone])}
    >
      <Icon size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 truncate" title={children}>
        {children}
      </p>
      {action}
    </div>
  );
}

/** Explains in one sentence why data is not live; otherwise what happened to the data. Hidden if neither is needed. */
export function StatusBars(): ReactNode {
  const shown = useBarState();
  if (shown === 'bridge') return <BridgeBar />;
  return shown === null ? <NoticeBar /> : <LinkBar state={shown} />;
}

/** Returns what the bar says. */
function useBarState(): BarState | null {
  const state = useShownState();
  const machine = useRef<BarMachine | null>(null);
  const [shown, setShown] = useState<BarState | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = (): void => {
      const now = performance.now();
      machine.current =
        machine.current === null ? startBar(state, now) : stepBar(machine.current, state, now);
      setShown(machine.current.shown);
      const wait = nextStep(machine.current, now);
      if (wait !== null) timer = setTimeout(step, wait);
    };
    step();
    return () => clearTimeout(timer);
  }, [state]);
  return shown;
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

const call = (name: 'connection.resume' | 'connection.refresh'): void =>
  void bridge.call(name, {}).catch(() => undefined);

function LinkBar({ state }: { readonly state: Exclude<BarState, 'bridge'> }): ReactNode {
  const { icon, tone } = STATE_VIEW[state];
  return (
    <Bar tone={state === 'offline' ? 'warn' : tone} icon={icon} action={<LinkAction state={state} />}>
      {useSentence(state)}
    </Bar>
  );
}

function LinkAction({ state }: { readonly state: BarState }): ReactNode {
  const { t } = useTranslation();
  if (state === 'paused')
    return (
      <Button size="sm" icon={Play} onClick={() => call('connection.resume')}>
        {t('actions.resume')}
      </Button>
    );
  if (state === 'unauthorised')
    return (
      <Button size="sm" onClick={() => useUi.setState({ signInOpen: true })}>
        {t('connection.signInAgain')}
      </Button>
    );
  if (state !== 'offline') return null;
  return (
    <Button size="sm" icon={RotateCw} onClick={() => call('connection.refresh')}>
      {t('actions.refresh')}
    </Button>
  );
}

/** Returns what is the matter, how old the data is, and what happens next. */
function useSentence(state: Exclude<BarState, 'bridge'>): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const status = useConnection((store) => store.status);
  const asOf = useConnection((store) => store.asOf);
  const review = useSession((store) => store.session?.review ?? false);
  if (review) return t('connection.review');
  // Why the server refused, in its own words or ours, explains more than that it did.
  const detail = status && statusDetail(status, format);
  if (detail !== null && (state === 'offline' || state === 'unauthorised')) return detail;
  const age =
    asOf === null ? t('connection.bar.none') : t('connection.bar.age', { age: format.age(asOf, now) });
  const next = status?.nextAttemptAt ?? null;
  const behind = status?.behind ?? 0;
  if (state === 'offline' && next !== null)
    return t('connection.bar.retrying', { age, when: describeAttempt(t, format, next - now) });
  if (state === 'catching-up' && behind > 0)
    return t('connection.bar.behind', { age, events: t('connection.behind', { count: behind }) });
  return t(`connection.bar.${state}`, { age });
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
  const values = { channel: t(`channels.${notice.channel}`), time: format.moment(notice.at) };
  return (
    <Bar
      tone="accent"
      icon={History}
      action={
        <>
          <Popover
            label={t('connection.notice.details')}
            className="w-[360px]"
            trigger={<Button size="sm">{t('connection.notice.details')}</Button>}
          >
            <p data-notice={notice.reason}>{t(`connection.notice.${notice.reason}`, values)}</p>
            {actions.length > 0 && (
              <p data-in-doubt className="mt-2">
                {t('connection.notice.inDoubt', { actions: actions.join(', ') })}
              </p>
            )}
          </Popover>
          <IconButton
            size="sm"
            icon={X}
            label={t('connection.notice.dismiss')}
            onClick={() => void bridge.call('connection.dismiss_notice', {}).catch(() => undefined)}
          />
        </>
      }
    >
      {t(`connection.notice.short.${actions.length > 0 ? 'inDoubt' : notice.reason}`, values)}
    </Bar>
  );
}
