import { CircleCheck } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AttentionEntry } from '#shared/bridge/attention.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useCan } from '../../stores/session.ts';
import { ATTENTION_ROW_HEIGHT, AttentionRow } from './row.tsx';
import { useAttention } from './use-attention.ts';

/** Waiting customers, clocks and alerts of the user in one order, each with the reason for its place. */
export default function AttentionPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('chat:read');
  return (
    <Page title={t('attention.title')}>{allowed ? <Queue /> : <NoPermission permission="chat:read" />}</Page>
  );
}

function subjectOf({ conversation, alert }: AttentionEntry): Subject | null {
  if (conversation) return { kind: 'conversation', id: conversation.id };
  return alert && { kind: 'alert', id: alert.id };
}

function Queue(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const catalog = useCatalog();
  const query = useAttention();
  const [active, setActive] = useState<string | null>(null);
  const list = useRef<HTMLDivElement | null>(null);
  const entries = query.data?.entries ?? [];
  const at = entries.findIndex(({ key }) => key === active);
  const step = (by: 1 | -1): void => {
    const next = entries[Math.min(Math.max(at + by, 0), entries.length - 1)];
    if (next) setActive(next.key);
    list.current?.focus();
  };
  const open = (entry: AttentionEntry): void => {
    const subject = subjectOf(entry);
    const path = subject && catalog.pathOf(subject);
    if (path) void navigate(path);
  };
  useHotkeys({ 'shortcuts.next': () => step(1), 'shortcuts.previous': () => step(-1) });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows />;
  const { total, capped } = query.data;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote />
      <p role="status" className="border-b border-line px-6 py-2.5 text-ink-2 proportional-nums">
        {t('attention.body')}{' '}
        {total > entries.length || capped
          ? t('attention.more', {
              shown: format.integer(entries.length),
              total: `${format.integer(total)}${capped ? '+' : ''}`,
            })
          : t('attention.count', { count: total })}
      </p>
      <div className="min-h-0 flex-1">
        {entries.length === 0 ? (
          <EmptyState icon={CircleCheck} title={t('attention.empty')} body={t('attention.emptyBody')} />
        ) : (
          <VirtualList
            rows={entries}
            rowKey={({ key }) => key}
            rowHeight={ATTENTION_ROW_HEIGHT}
            label={t('attention.title')}
            activeKey={active}
            onActive={({ key }) => setActive(key)}
            onOpen={open}
            scrollRef={list}
            renderRow={(entry, state) => (
              <AttentionRow entry={entry} place={entries.indexOf(entry) + 1} active={state.active} />
            )}
          />
        )}
      </div>
    </div>
  );
}
