import { FileSpreadsheet } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Import } from '#shared/domain/imports.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { toneOf } from './tones.ts';

const PAGE = 100;
const ROW_HEIGHT = 52;
/** Rows that the list shows before it scrolls. */
const SHOWN = 8;

/** The imports so far, newest first. */
export function ImportList(): ReactNode {
  const { t } = useTranslation();
  const list = useInfinite(['imports', 'list'], (after) =>
    bridge.call('imports.list', { after, limit: PAGE }),
  );
  const { rows } = list;
  return (
    <Panel title={t('imports.list.title')}>
      {list.error !== null ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={4} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={FileSpreadsheet}
          title={t('imports.list.empty')}
          body={t('imports.list.emptyBody')}
        />
      ) : (
        <div style={{ height: Math.min(rows.length, SHOWN) * ROW_HEIGHT }}>
          <VirtualList
            rows={rows}
            rowKey={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            label={t('imports.list.title')}
            onEnd={list.more}
            renderRow={(row) => <ImportRow found={row} />}
          />
        </div>
      )}
    </Panel>
  );
}

function ImportRow({ found }: { readonly found: Import }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Link
      to={`/imports/${found.id}`}
      className="flex h-full items-center gap-3 border-b border-line px-3 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <bdi className="truncate font-medium">{found.file.name}</bdi>
          <span className="shrink-0 text-xs text-ink-3">{t(`imports.kind.${found.kind}`)}</span>
        </p>
        <p className="truncate text-xs text-ink-3">
          {t('imports.list.by', { name: found.by.name, time: format.moment(found.createdAt) })}
        </p>
      </div>
      <span className="shrink-0 text-xs text-ink-2 tabular-nums">
        {t('imports.list.counts', {
          created: format.integer(found.created),
          changed: format.integer(found.changed),
          errors: format.integer(found.errors),
        })}
      </span>
      <Badge tone={toneOf(found)} className="min-w-28 justify-center">
        {t(`imports.state.${found.state}`)}
      </Badge>
    </Link>
  );
}
