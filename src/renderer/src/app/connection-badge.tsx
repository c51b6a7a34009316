import { Pause, Play, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';
import { Button } from '../components/button.tsx';
import { AsOf } from '../components/live-note.tsx';
import { Popover } from '../components/overlay.tsx';
import { DetailRow } from '../components/panel.tsx';
import { RelativeTime } from '../components/values.tsx';
import { useFormat } from '../hooks/use-format.ts';
import { useNow } from '../hooks/use-now.ts';
import { failureWords, statusDetail } from '../i18n/errors.ts';
import { cx } from '../lib/cx.ts';
import { useAsOf, useConnection } from '../stores/connection.ts';
import { toast } from '../stores/toasts.ts';
import { describeAttempt, type ShownState, STATE_VIEW, useShownState } from './connection-view.ts';

const TONE_TEXT = {
  neutral: 'text-ink-2',
  accent: 'text-accent-ink',
  ok: 'text-ok',
  warn: 'text-warn',
  crit: 'text-crit',
} as const;

/** Connection state, latency and as-of time in the top bar; details and controls in a popover. */
export function ConnectionBadge(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useShownState();
  const p50 = useConnection((store) => store.status?.latencyP50 ?? null);
  const { icon: Icon, tone, moving } = STATE_VIEW[state];
  const name = t(`connection.states.${state}`);
  return (
    <>
      <Announce state={state} />
      <Popover
        label={t('connection.title')}
        className="w-[340px]"
        trigger={
          <button
            type="button"
            data-connection={state}
            className="flex h-[30px] items-center gap-2 rounded-md border border-line-strong bg-surface px-2 hover:bg-hover"
          >
            <Icon size={15} aria-hidden className={cx(TONE_TEXT[tone], moving && 'q-pulse')} />
            <span className="sr-only">{t('connection.title')}: </span>
            <span className={cx('font-semibold', TONE_TEXT[tone])}>{name}</span>
            {state === 'live' && p50 !== null && (
              <span className="hidden text-xs whitespace-nowrap text-ink-3 wide:inline">
                {format.duration(p50)}
              </span>
            )}
            {/* Narrow windows have no room for "Gespeicherter Stand: 14:02:31" beside a page's controls. */}
            <span
              className={cx('inline-flex items-center gap-2', state !== 'live' && 'max-[1180px]:sr-only')}
            >
              <span className="h-3.5 w-px bg-line-strong" />
              <AsOf className="text-xs" />
            </span>
          </button>
        }
      >
        <Details state={state} />
      </Popover>
    </>
  );
}

/** Announces changes of state to screen readers; the first state is not a change. */
function Announce({ state }: { readonly state: ShownState }): ReactNode {
  const { t } = useTranslation();
  const [announced, setAnnounced] = useState<ShownState | null>(null);
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    setAnnounced(state);
  }, [state]);
  return (
    <span role="status" className="sr-only">
      {announced !== null && t('connection.changed', { state: t(`connection.states.${announced}`) })}
    </span>
  );
}

function Details({ state }: { readonly state: ShownState }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useConnection((store) => store.status);
  const asOf = useAsOf();
  const detail = status && statusDetail(status, format);
  const run = (name: 'connection.pause' | 'connection.resume' | 'connection.refresh'): void => {
    bridge.call(name, {}).catch((error: unknown) => {
      toast({ tone: 'crit', ...failureWords(error) });
    });
  };
  return (
    <div>
      <p className="text-ink-2">{t(`connection.explain.${state}`)}</p>
      {detail !== null && <p className="mt-1 text-warn">{detail}</p>}
      <dl className="my-2 border-y border-line py-1">
        <DetailRow label={t('connection.server')}>
          <span className="break-all">{status?.server || '–'}</span>
        </DetailRow>
        <DetailRow label={t('connection.latency')}>
          {status?.latencyP50 == null
            ? t('connection.latencyNone')
            : t('connection.latencyValue', {
                p50: format.duration(status.latencyP50),
                p95: format.duration(status.latencyP95),
              })}
        </DetailRow>
        <DetailRow label={t('connection.seq')}>
          {t('connection.seqValue', { seq: format.integer(status?.asOf.seq ?? 0) })}
          {asOf !== null && (
            <span className="text-ink-3">
              {' · '}
              <RelativeTime at={asOf} />
            </span>
          )}
        </DetailRow>
        {status && status.behind !== null && status.behind > 0 && (
          <DetailRow label={t('connection.states.catching-up')}>
            {t('connection.behind', { count: status.behind })}
          </DetailRow>
        )}
        {status && status.attempt > 0 && (
          <DetailRow label={t('connection.attempt', { count: status.attempt })}>
            {status.nextAttemptAt !== null && <NextAttempt at={status.nextAttemptAt} />}
          </DetailRow>
        )}
        {status && status.refused > 0 && (
          <DetailRow label={t('settings.refusedEvents')}>
            {t('connection.refused', { count: status.refused })}
          </DetailRow>
        )}
      </dl>
      <div className="flex gap-2">
        {state === 'paused' ? (
          <Button icon={Play} variant="primary" onClick={() => run('connection.resume')}>
            {t('actions.resume')}
          </Button>
        ) : (
          <Button icon={Pause} disabled={state === 'bridge'} onClick={() => run('connection.pause')}>
            {t('actions.pause')}
          </Button>
        )}
        <Button
          icon={RotateCw}
          disabled={state === 'bridge' || state === 'paused'}
          onClick={() => run('connection.refresh')}
        >
          {t('actions.refresh')}
        </Button>
      </div>
    </div>
  );
}

/** Counts down to the next attempt. */
function NextAttempt({ at }: { readonly at: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const when = describeAttempt(t, format, at - useNow());
  return <span>{t('connection.nextAttempt', { when })}</span>;
}
