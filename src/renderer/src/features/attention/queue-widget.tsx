import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionEntry } from '#shared/bridge/attention.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { ATTENTION_ROW_HEIGHT, AttentionRow } from './row.tsx';
import { useAttention } from './use-attention.ts';

/** The most entries that a board shows; the page has all. */
const MAX_ROWS = 25;

function subjectOf({ conversation, alert, key }: AttentionEntry): Subject {
  if (conversation) return { kind: 'conversation', id: conversation.id };
  return { kind: 'alert', id: alert?.id ?? key };
}

/** The head of the attention queue, the most urgent first. */
export default function QueueWidget(): ReactNode {
  const { t } = useTranslation();
  const query = useAttention();
  const entries = query.data?.entries.slice(0, MAX_ROWS);
  return (
    <WidgetPanel
      title={t('widgets.titles.attention.queue')}
      source={t('attention.body')}
      asOf={query.data?.asOf}
    >
      {entries === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : entries.length === 0 ? (
        <EmptyState icon={CircleCheck} title={t('attention.empty')} body={t('attention.emptyBody')} />
      ) : (
        <ol>
          {entries.map((entry, n) => (
            <li key={entry.key} style={{ height: ATTENTION_ROW_HEIGHT }}>
              <SubjectLink
                subject={subjectOf(entry)}
                className="block h-full focus-visible:-outline-offset-2"
              >
                <AttentionRow entry={entry} place={n + 1} active={false} />
              </SubjectLink>
            </li>
          ))}
        </ol>
      )}
    </WidgetPanel>
  );
}
