import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { ReportGroup } from '#shared/domain/reports.ts';
import { Panel } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { groupName } from './group-name.ts';
import { allPromises, keptShare, meanScore, NO_VALUE, spokenDuration } from './values.ts';

const HEADS = [
  'opened',
  'resolved',
  'received',
  'sent',
  'firstReply',
  'nextReply',
  'resolution',
  'share',
  'rating',
] as const;

/** The same figures by agent, team, label or channel. */
export function GroupsPanel({
  groups,
  by,
}: {
  readonly groups: MethodOutput<'reports.report'>['groups'];
  readonly by: ReportGroup;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const duration = (ms: number | null): string => spokenDuration(ms, i18n.language);
  return (
    <Panel title={t(`reports.byTitle.${by}`)} bodyClassName="overflow-x-auto">
      {groups.length === 0 ? (
        <EmptyState title={t('reports.empty')} body={t('reports.emptyBody')} />
      ) : (
        <table className="w-full min-w-[860px]">
          <thead className="text-right text-xs text-ink-2">
            <tr>
              <th className="px-3 py-1.5 text-left font-medium">{t(`reports.groups.${by}`)}</th>
              {HEADS.map((head) => (
                <th key={head} className="px-3 py-1.5 font-medium">
                  {t(`reports.groupHeads.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="text-right">
            {groups.map(({ key, name, figures }) => {
              const share = keptShare(allPromises(figures));
              const score = meanScore(figures);
              return (
                <tr key={key} className="border-t border-line" data-group={key}>
                  <th dir="auto" className="max-w-56 truncate px-3 py-1.5 text-left font-normal">
                    {groupName({ key, name }, by, t)}
                  </th>
                  <td className="px-3">{format.integer(figures.opened)}</td>
                  <td className="px-3">{format.integer(figures.resolved)}</td>
                  <td className="px-3">{format.integer(figures.received)}</td>
                  <td className="px-3">{format.integer(figures.sent)}</td>
                  <td className="px-3">{duration(figures.firstReply.business.median)}</td>
                  <td className="px-3">{duration(figures.nextReply.business.median)}</td>
                  <td className="px-3">{duration(figures.resolution.business.median)}</td>
                  <td className="px-3">{share === null ? NO_VALUE : format.percent(share)}</td>
                  <td className="px-3">
                    {score === null
                      ? NO_VALUE
                      : t('reports.ratingOf', { score: format.decimal(score, 1), count: figures.ratings })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <p className="border-t border-line px-3 py-2 text-xs text-ink-3 proportional-nums">
        {t(`reports.byHint.${by}`)}
      </p>
    </Panel>
  );
}
