import { Eye, PenLine } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../hooks/use-now.ts';
import { cx } from '../../../lib/cx.ts';
import { companyOf, usePresence } from './presence.ts';

/** Says who else has the conversation open, and who is about to answer: two people should not. */
export function CompanyBar({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useTranslation();
  const now = useNow();
  const there = usePresence(({ by }) => by.get(conversationId));
  const company = companyOf(there, now);
  const parts = (['writing', 'drafting', 'looking'] as const).filter((what) => company[what].length > 0);
  const collides = company.writing.length + company.drafting.length > 0;
  const Icon = collides ? PenLine : Eye;
  return (
    <div aria-live="polite" className="shrink-0">
      {parts.length > 0 && (
        <p
          data-company
          className={cx(
            'flex items-start gap-2 border-b border-line px-4 py-1 text-xs',
            collides ? 'bg-warn-soft text-warn' : 'text-ink-2',
          )}
        >
          <Icon size={13} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 break-words">
            {parts.map((what) => (
              <Fragment key={what}>
                <bdi>{company[what].join(', ')}</bdi>{' '}
                {t(`chat.company.${what}`, { count: company[what].length })}{' '}
              </Fragment>
            ))}
          </span>
        </p>
      )}
    </div>
  );
}
