import { type ComponentProps, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure, Scope } from '#shared/bridge/live.ts';
import type { FigureName } from '#shared/domain/figures.ts';
import { CHANNEL_PERMISSION, type Permission } from '#shared/protocol/permissions.ts';
import { Popover } from '../../components/overlay.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { Skeleton } from '../../components/states.tsx';
import { useFlash } from '../../hooks/use-flash.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useScopedFigures } from '../../stores/figures.ts';
import { useCan } from '../../stores/session.ts';
import { FigureDetails } from './figure-details.tsx';
import { figureText } from './figure-text.ts';
import { FigureTrend } from './figure-trend.tsx';

/** The permissions of figures that not everyone on this page may read. */
const NEEDS: Partial<Record<FigureName, Permission>> = {
  openChats: CHANNEL_PERMISSION.chat,
  openAlerts: CHANNEL_PERMISSION.alerts,
};

interface FigureProps {
  readonly name: FigureName;
  readonly scope: Scope;
}

/** One figure: value, change and sparkline. Its popover shows source, range and age. */
export const FigureCard = memo(function FigureCard({ name, scope }: FigureProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Popover
      label={t(`live.figures.${name}`)}
      align="start"
      className="w-[330px]"
      trigger={<FigureFace name={name} scope={scope} />}
    >
      <FigureDetails name={name} scope={scope} label={t(`live.figures.${name}`)} />
    </Popover>
  );
});

/** The face of a card, which opens its popover. It alone is drawn anew with each change, many times a second. */
function FigureFace({ name, scope, ...trigger }: FigureProps & ComponentProps<'button'>): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const readable = useCan(NEEDS[name] ?? 'payments:read');
  const figure = useScopedFigures(scope, (figures) => figures[name]);
  const label = t(`live.figures.${name}`);
  return (
    <button
      {...trigger}
      type="button"
      data-figure={name}
      data-value={figure?.value ?? undefined}
      data-known={figure?.known}
      className={cx(
        'relative flex h-full min-h-[92px] w-full min-w-0 flex-col overflow-hidden rounded-lg border bg-surface px-3 pt-2.5 text-left hover:border-line-strong',
        live ? 'border-line' : 'q-stale border-dashed border-control',
      )}
    >
      <span className="w-full truncate text-xs text-ink-2" title={label}>
        {label}
      </span>
      {!readable ? (
        <span className="mt-1 text-md text-ink-3">{t('live.noAccess')}</span>
      ) : figure?.known ? (
        <FigureValue name={name} scope={scope} figure={figure} />
      ) : live || figure === undefined ? (
        <Skeleton className="mt-2 h-5 w-2/3" />
      ) : (
        <span className="mt-1 text-md text-ink-3">{t('live.notReceived')}</span>
      )}
      <Sparkline
        values={figure?.spark ?? []}
        muted={!live}
        className="absolute inset-x-0 bottom-0 h-[26px] w-full"
      />
    </button>
  );
}

function FigureValue({ name, scope, figure }: FigureProps & { readonly figure: Figure }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const currency = useScopedFigures(scope, (figures) => figures.currency) ?? 'USD';
  const flash = useFlash<HTMLSpanElement>(figure.value, live);
  return (
    <>
      <span
        ref={flash}
        className={cx(
          '-mx-1 mt-0.5 rounded-sm px-1 text-xl font-semibold tracking-[-0.02em] whitespace-nowrap',
          figure.value === null && 'text-md text-ink-3',
        )}
      >
        {figure.value === null ? t('states.noData') : figureText(format, name, figure.value, currency)}
      </span>
      <FigureTrend name={name} scope={scope} figure={figure} />
    </>
  );
}
