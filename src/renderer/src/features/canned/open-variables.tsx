import { useQuery } from '@tanstack/react-query';
import { Braces } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type StockFigure, variablesOf } from '#shared/domain/templates.ts';
import { Button } from '../../components/button.tsx';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { type Resolved, resolve } from './resolve.ts';

/** Says which variables of a text are open, and why; offers to fill in those that have a value. */
export function OpenVariables({
  conversationId,
  text,
  figures,
  onFill,
}: {
  readonly conversationId: string;
  readonly text: string;
  readonly figures: readonly StockFigure[];
  readonly onFill: (resolved: Resolved) => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const allowed = useCan('canned:read');
  const written = variablesOf(text).map(({ source }) => source);
  const variables = [...new Set(written)].join(' ');
  const query = useQuery({
    queryKey: ['canned', 'open', conversationId, variables, live],
    queryFn: () => resolve(conversationId, { text: variables, figures: [] }),
    enabled: allowed && written.length > 0,
  });
  if (written.length === 0 || query.data === undefined) return null;
  const { open } = query.data;
  const some = open.length < new Set(written).size;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 pb-1.5 text-xs text-ink-2">
      <Braces size={13} aria-hidden className="shrink-0 text-warn" />
      <ul aria-label={t('canned.send.openLabel')} className="flex min-w-0 flex-1 flex-col">
        {open.map(({ source, problem }) => (
          <li key={source} className="break-words">
            {t(`canned.open.${problem}`, { variable: source })}
          </li>
        ))}
        {open.length === 0 && <li>{t('canned.send.canFill')}</li>}
      </ul>
      {some && (
        <Button
          size="sm"
          onClick={() =>
            void resolve(conversationId, { text, figures: [...figures] }).then(onFill, () => undefined)
          }
        >
          {t('canned.send.fill')}
        </Button>
      )}
    </div>
  );
}
