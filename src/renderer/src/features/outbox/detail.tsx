import { Copy, PenLine, RotateCcw, RotateCw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useAbout } from '../../hooks/use-about.ts';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useSay } from '../../hooks/use-say.ts';
import { commandName } from '../../i18n/commands.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { stateName } from '../../stores/outbox.ts';
import { useSession } from '../../stores/session.ts';
import { toneOf } from './row.tsx';
import { recordsOf, type UnsentRow } from './rows.ts';
import { type RowActions, useIsGoing } from './use-row-actions.ts';

/** Everything about the chosen row, and what can be done with it. */
export function UnsentDetail({
  row,
  actions,
}: {
  readonly row: UnsentRow;
  readonly actions: RowActions;
}): ReactNode {
  const say = useSay();
  const { t } = say;
  const { i18n } = useTranslation();
  const format = useFormat();
  const { pathOf } = useCatalog();
  const { subject, content } = useAbout(row.entry);
  const going = useIsGoing(row);
  const review = useSession((state) => state.session?.review ?? false);
  const { entry, typed } = row;
  const record = recordsOf(row).find((one) => pathOf(one) !== null);
  const name = going ? 'discarded' : stateName(entry);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4">
      <div className="flex flex-wrap items-start gap-2">
        <h2 className="min-w-0 flex-1 text-md font-semibold break-words">
          {commandName(i18n, entry.type)}
          {subject !== null && (
            <>
              {' · '}
              <bdi>{subject}</bdi>
            </>
          )}
        </h2>
        <Badge tone={going ? 'neutral' : toneOf(entry)}>
          {typed !== null && !going ? t('unsent.typedState') : t(`outbox.states.${name}`)}
        </Badge>
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <Actions row={row} actions={actions} />
      </div>
      {review && <p className="mt-2 text-xs text-ink-3">{t('unsent.review')}</p>}
      {going && (
        <p role="status" className="mt-3 rounded-md bg-sunken px-3 py-2 text-ink-2">
          {t(typed === null ? 'unsent.goingCommand' : 'unsent.goingTyped')}
        </p>
      )}
      {entry.state === 'refused' && entry.error !== null && (
        <p className="mt-3 rounded-md bg-crit-soft px-3 py-2 break-words text-crit">
          {refusalReason(say, entry.error)}
        </p>
      )}
      {content !== '' && (
        <p
          dir="auto"
          data-text
          className="mt-3 max-h-80 overflow-y-auto rounded-md border border-line bg-surface px-3 py-2 text-md break-words whitespace-pre-wrap proportional-nums"
        >
          {content}
        </p>
      )}
      <dl className="mt-3 border-t border-line pt-2">
        <DetailRow label={t(typed === null ? 'unsent.made' : 'unsent.typedAt')}>
          {format.dateTime(entry.createdAt)} · <RelativeTime at={entry.createdAt} />
        </DetailRow>
        {typed === null && (
          <DetailRow label={t('unsent.attempts')}>
            {entry.attempts === 0 ? t('unsent.never') : format.integer(entry.attempts)}
          </DetailRow>
        )}
        {record !== undefined && (
          <DetailRow label={t('unsent.record')}>
            <SubjectLink subject={record} className="font-medium text-accent-ink hover:underline">
              {subject ?? t('review.open')}
            </SubjectLink>
          </DetailRow>
        )}
      </dl>
    </div>
  );
}

function Actions({
  row: { typed },
  actions: { retry, review, edit, resume, restore, discard, discardNow, copy },
}: {
  readonly row: UnsentRow;
  readonly actions: RowActions;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {retry && (
        <Button variant="primary" icon={RotateCw} onClick={retry}>
          {t('common.retry')}
        </Button>
      )}
      {review && (
        <Button variant="primary" onClick={review}>
          {t('review.action')}
        </Button>
      )}
      {resume && (
        <Button variant="primary" icon={PenLine} onClick={resume}>
          {t('unsent.resume')}
        </Button>
      )}
      {edit && (
        <Button icon={PenLine} onClick={edit}>
          {t('outbox.edit.action')}
        </Button>
      )}
      {restore && (
        <Button variant="primary" icon={RotateCcw} onClick={restore}>
          {t('unsent.restore')}
        </Button>
      )}
      <Button icon={Copy} onClick={copy}>
        {t('unsent.copy')}
      </Button>
      {discard && (
        <Button variant="danger" icon={Trash2} onClick={discard}>
          {t('common.discard')}
        </Button>
      )}
      {discardNow && typed === null && (
        <Button variant="danger" icon={Trash2} onClick={discardNow}>
          {t('unsent.discardNow')}
        </Button>
      )}
    </>
  );
}
