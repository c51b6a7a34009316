import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportFigures } from '#shared/domain/reports.ts';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { keptShare, NO_VALUE, spokenDuration } from './values.ts';

const KINDS = ['firstReply', 'nextReply', 'resolution'] as const;

/** How long replies and resolutions took, in business time and by the calendar, and which promises were kept. */
export function TimesPanel({ of }: { readonly of: ReportFigures }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const duration = (ms: number | null): string => spokenDuration(ms, i18n.language);
  const heads = [
    'count',
    'medianBusiness',
    'p90Business',
    'medianCalendar',
    'p90Calendar',
    'kept',
    'broken',
    'share',
  ] as const;
  return (
    <Panel title={t('reports.times')} bodyClassName="overflow-x-auto">
      <table className="w-full min-w-[760px]">
        <thead className="text-right text-xs text-ink-2">
          <tr>
            <th className="px-3 py-1.5 text-left font-medium">{t('reports.kind')}</th>
            {heads.map((head) => (
              <th key={head} className="px-3 py-1.5 font-medium">
                {t(`reports.heads.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="text-right">
          {KINDS.map((kind) => {
            const { count, business, calendar, kept, broken } = of[kind];
            const share = keptShare(of[kind]);
            return (
              <tr key={kind} className="border-t border-line" data-kind={kind}>
                <th className="px-3 py-1.5 text-left font-normal">{t(`reports.kinds.${kind}`)}</th>
                <td className="px-3">{format.integer(count)}</td>
                <td className="px-3">{duration(business.median)}</td>
                <td className="px-3">{duration(business.p90)}</td>
                <td className="px-3">{duration(calendar.median)}</td>
                <td className="px-3">{duration(calendar.p90)}</td>
                <td className="px-3">{format.integer(kept)}</td>
                <td className="px-3">{format.integer(broken)}</td>
                <td className="px-3">{share === null ? NO_VALUE : format.percent(share)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="border-t border-line px-3 py-2 text-xs text-ink-3 proportional-nums">
        {t('reports.timesHint')}
      </p>
    </Panel>
  );
}
