import { useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { groupKey } from '#shared/domain/alert-groups.ts';
import { SEVERITY_RANK } from '#shared/domain/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { EmptyState } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { SEVERITY } from './row.tsx';

type Group = MethodOutput<'alerts.counts'>['loud'][number];

const ROW_HEIGHT = 50;

/** The groups in which the team is told about open alerts, worst and largest first. Choosing one lists its alerts. */
export function AlertGroups({
  groups,
  onChoose,
}: {
  readonly groups: readonly Group[];
  readonly onChoose: (group: Group) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [active, setActive] = useState<string | null>(null);
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const nameOf = (locationId: string | null): string =>
    locationId === null
      ? t('alerts.detail.workspace')
      : (facets.data?.locations.find(({ id }) => id === locationId)?.name ?? locationId);
  const sorted = [...groups].sort(
    (a, b) => SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] || b.count - a.count,
  );
  if (sorted.length === 0)
    return <EmptyState icon={Layers} title={t('alerts.groups.empty')} body={t('alerts.groups.emptyBody')} />;
  return (
    <VirtualList
      rows={sorted}
      rowKey={groupKey}
      rowHeight={ROW_HEIGHT}
      label={t('alerts.groups.label')}
      activeKey={active}
      onActive={(group) => {
        setActive(groupKey(group));
      }}
      onOpen={onChoose}
      renderRow={(group, state) => {
        const { icon: Icon, text } = SEVERITY[group.severity];
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a second way to open the row, for a mouse
          <div
            onDoubleClick={() => onChoose(group)}
            className={cx(
              'flex h-full items-center gap-3 border-b border-line px-4',
              state.active ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <Icon size={17} aria-hidden className={cx('shrink-0', text)} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{t(`alerts.kind.${group.kind}`)}</p>
              <p dir="auto" className="truncate text-xs text-ink-3">
                {nameOf(group.locationId)} · {t(`alerts.severity.${group.severity}`)}
              </p>
            </div>
            <span className={cx('text-sm font-semibold', text)}>{format.integer(group.count)}</span>
          </div>
        );
      }}
    />
  );
}
