import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Select } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { resolve } from './resolve.ts';

/** Conversations that a preview offers. */
const CONVERSATIONS = 20;
const SAMPLE = '';

/** Shows what a reply becomes, for a sample or for one of the newest conversations. */
export function Preview({ body }: { readonly body: string }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const canChat = useCan('chat:read');
  const [chosen, choose] = useState(SAMPLE);
  const conversations = useQuery({
    queryKey: ['chat', 'newest'],
    queryFn: () =>
      bridge.call('chat.list', {
        filter: 'all',
        sort: 'newest',
        search: '',
        after: null,
        limit: CONVERSATIONS,
      }),
    enabled: canChat,
  });
  const text = body.slice(0, 10_000);
  const query = useQuery({
    queryKey: ['canned', 'preview', chosen, text, live],
    queryFn: () => resolve(chosen === SAMPLE ? null : chosen, { text, figures: [] }),
    placeholderData: (previous) => previous,
  });
  const options = (conversations.data?.rows ?? []).map((row) => ({
    value: row.id,
    label: row.subject === null ? row.customer.name : `${row.customer.name} · ${row.subject}`,
  }));
  return (
    <Panel
      title={t('canned.preview.title')}
      actions={
        <Select
          aria-label={t('canned.preview.for')}
          value={options.some(({ value }) => value === chosen) ? chosen : SAMPLE}
          onChange={choose}
          className="h-[26px] w-56 max-w-[50vw] text-xs"
          options={[{ value: SAMPLE, label: t('canned.preview.sample') }, ...options]}
        />
      }
    >
      <div className="p-3">
        {query.error && query.data === undefined ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <p dir="auto" className="break-words whitespace-pre-wrap proportional-nums">
            {query.data?.text || <span className="text-ink-3">{t('canned.preview.empty')}</span>}
          </p>
        )}
        {query.data !== undefined && query.data.open.length > 0 && (
          <ul
            aria-label={t('canned.send.openLabel')}
            className="mt-2 border-t border-line pt-2 text-xs text-warn"
          >
            {[...new Map(query.data.open.map((one) => [one.source, one])).values()].map(
              ({ source, problem }) => (
                <li key={source}>{t(`canned.open.${problem}`, { variable: source })}</li>
              ),
            )}
          </ul>
        )}
      </div>
    </Panel>
  );
}
