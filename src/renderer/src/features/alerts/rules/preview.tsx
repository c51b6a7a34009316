import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { MAX_PREVIEW } from '#shared/bridge/alerts.ts';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { bridge } from '../../../bridge/client.ts';
import { useDebouncedValue } from '../../../hooks/use-debounced.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSay } from '../../../hooks/use-say.ts';
import { describeError } from '../../../i18n/errors.ts';

const WAIT_MS = 250;

/** What a rule would fire on now, by the cached data. */
export function RulePreview({ rule }: { readonly rule: AlertRule }): ReactNode {
  const say = useSay();
  const { t } = say;
  const format = useFormat();
  const asked = useDebouncedValue(rule, WAIT_MS);
  const { data, error } = useQuery({
    queryKey: ['alerts', 'preview', asked],
    queryFn: () => bridge.call('alerts.preview', { rule: asked }),
    placeholderData: (previous) => previous,
    meta: { intervalMs: 2000 },
  });
  if (error) return <p className="text-xs text-crit">{describeError(say, error).title}</p>;
  if (data === undefined) return <p className="text-xs text-ink-3">{t('alerts.preview.counting')}</p>;
  const feed = rule.kind === 'dead_feed';
  const values = { count: data.total, shown: format.integer(data.total) };
  return (
    <section aria-label={t('alerts.preview.title')} className="rounded-md border border-line bg-surface">
      <p role="status" className="px-3 py-2 font-medium">
        {data.total >= MAX_PREVIEW
          ? t('alerts.preview.many', values)
          : feed
            ? t('alerts.preview.feeds', values)
            : t('alerts.preview.items', values)}
      </p>
      {data.rows.length > 0 && (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t('alerts.preview.title')}
          className="max-h-36 overflow-auto border-t border-line px-3 py-1"
        >
          {data.rows.map(({ item, locationId, locationName, value }) => (
            <li key={`${item?.id ?? ''}:${locationId}`} className="flex min-h-6 items-baseline gap-2">
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {item === null ? locationName : item.name}
                {item !== null && <span className="text-ink-3"> · {locationName}</span>}
              </span>
              <span className="shrink-0 text-xs text-ink-2">
                {item === null
                  ? t('alerts.preview.since', { when: format.moment(value) })
                  : rule.kind === 'expiring'
                    ? value === 0
                      ? t('alerts.list.expired')
                      : t('alerts.list.within', { count: value })
                    : t('alerts.preview.available', { value: format.integer(value) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {data.total > data.rows.length && (
        <p className="border-t border-line px-3 py-1 text-xs text-ink-3">
          {t('alerts.preview.first', { count: data.rows.length })}
        </p>
      )}
    </section>
  );
}
