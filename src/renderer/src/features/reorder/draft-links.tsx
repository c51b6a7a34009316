import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReorderRow } from '#shared/bridge/reorder.ts';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** "12 already on draft PO-00012", with a link to each draft. */
export function DraftLinks({
  row: { onDraft, drafts },
}: {
  readonly row: Pick<ReorderRow, 'onDraft' | 'drafts'>;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {t('reorder.onDraft', { count: onDraft, formatted: format.integer(onDraft) })}{' '}
      {drafts.map(({ purchaseId, number }, n) => (
        <span key={purchaseId}>
          {n > 0 && ', '}
          {number === null ? (
            t('reorder.draftWaiting')
          ) : (
            <SubjectLink
              subject={{ kind: 'purchase', id: purchaseId }}
              className="font-medium whitespace-nowrap text-accent-ink hover:underline"
            >
              {number}
            </SubjectLink>
          )}
        </span>
      ))}
    </>
  );
}
