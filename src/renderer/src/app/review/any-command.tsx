import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { ReviewParts } from '../../components/review-parts.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { commandName } from '../../i18n/commands.ts';

/** The fields of commands that hold a person's own words. */
const WORDS = ['body', 'note', 'reason', 'message'] as const;
/** The fields of commands that name a record, and its kind. */
const RECORDS = [
  ['itemId', 'item'],
  ['conversationId', 'conversation'],
  ['orderId', 'order'],
  ['alertId', 'alert'],
] as const;

function textOf(data: unknown, field: string): string | null {
  const value = Object.entries(typeof data === 'object' && data !== null ? data : {}).find(
    ([name]) => name === field,
  )?.[1];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A command whose feature has no review of its own: its name, the person's words, and a link to the record. */
export function AnyCommand({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t, i18n } = useTranslation();
  const { pathOf } = useCatalog();
  const words = WORDS.flatMap((field) => textOf(entry.data, field) ?? []);
  const subject = RECORDS.flatMap(([field, kind]): Subject[] => {
    const id = textOf(entry.data, field);
    return id === null || pathOf({ kind, id }) === null ? [] : [{ kind, id }];
  })[0];
  return (
    <ReviewParts
      meant={[commandName(i18n, entry.type), ...words].join('\n')}
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
