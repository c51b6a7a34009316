import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchdogRun } from '#shared/domain/watchdog.ts';
import { Panel } from '../../components/panel.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** What the last run looked at, and how long it took. `open` is the number of differences that are not ended. */
export function LastRun({ run, open }: { readonly run: WatchdogRun; readonly open: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('watchdog.runTitle')} className="shrink-0">
      <dl className="flex flex-wrap gap-x-8 gap-y-3 p-3">
        <Fact label={t('watchdog.finished')}>
          <RelativeTime at={run.finishedAt} />
        </Fact>
        <Fact label={t('watchdog.startedBy')}>{t(`watchdog.trigger.${run.trigger}`)}</Fact>
        <Fact label={t('watchdog.levels')}>{format.integer(run.levels)}</Fact>
        <Fact label={t('watchdog.movements')}>{format.integer(run.movements)}</Fact>
        <Fact label={t('watchdog.duration')}>{format.duration(run.finishedAt - run.startedAt)}</Fact>
        <Fact label={t('watchdog.differences')}>{format.integer(open)}</Fact>
      </dl>
    </Panel>
  );
}

/** A figure with its name. */
export function Fact({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div>
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="q-figures font-semibold">{children}</dd>
    </div>
  );
}
