import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { ReviewParts } from '../../components/review-parts.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { commandName } from '../../i18n/commands.ts';
import { recordsIn, wordsIn } from '../../lib/about.ts';

/** A command whose feature has no review of its own: its name, the person's words, and a link to the record. */
export function AnyCommand({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t, i18n } = useTranslation();
  const { pathOf } = useCatalog();
  const subject = recordsIn(entry.data).find((record) => pathOf(record) !== null);
  return (
    <ReviewParts
      meant={[commandName(i18n, entry.type), ...wordsIn(entry.data, { t })].join('\n')}
      now={
        subject === undefined ? (
          t('review.unknown')
        ) : (
          <SubjectLink subject={subject}>{t('review.open')}</SubjectLink>
        )
      }
    />
  );
}
