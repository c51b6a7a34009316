import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportFigures } from '#shared/domain/reports.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { allPromises, keptShare, meanScore, NO_VALUE, spokenDuration } from './values.ts';

function Card({
  name,
  label,
  value,
  note,
}: {
  /** Names the figure for tests, which compare it with the server's. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}): ReactNode {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface px-3 py-2.5">
      <dt className="truncate text-xs text-ink-2" title={label}>
        {label}
      </dt>
      <dd>
        <span data-figure={name} className="block truncate text-xl font-semibold" title={value}>
          {value}
        </span>
        <span className="block min-h-4 truncate text-2xs text-ink-3 proportional-nums" title={note}>
          {note}
        </span>
      </dd>
    </div>
  );
}

/** The figures at a glance. */
export function Cards({ of }: { readonly of: ReportFigures }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const promises = allPromises(of);
  const share = keptShare(promises);
  const score = meanScore(of);
  const duration = (ms: number | null): string => spokenDuration(ms, i18n.language);
  return (
    <dl className="grid grid-cols-2 gap-3 min-[700px]:grid-cols-4">
      <Card name="opened" label={t('reports.opened')} value={format.integer(of.opened)} />
      <Card name="resolved" label={t('reports.resolved')} value={format.integer(of.resolved)} />
      <Card
        name="messages"
        label={t('reports.messages')}
        value={format.integer(of.received + of.sent)}
        note={t('reports.messagesNote', {
          received: format.integer(of.received),
          sent: format.integer(of.sent),
        })}
      />
      <Card
        name="kept"
        label={t('reports.keptShare')}
        value={share === null ? NO_VALUE : format.percent(share)}
        note={t('reports.keptNote', {
          kept: format.integer(promises.kept),
          broken: format.integer(promises.broken),
        })}
      />
      <Card
        name="firstReply"
        label={t('reports.kinds.firstReply')}
        value={duration(of.firstReply.business.median)}
        note={t('reports.medianNote')}
      />
      <Card
        name="nextReply"
        label={t('reports.kinds.nextReply')}
        value={duration(of.nextReply.business.median)}
        note={t('reports.medianNote')}
      />
      <Card
        name="resolution"
        label={t('reports.kinds.resolution')}
        value={duration(of.resolution.business.median)}
        note={t('reports.medianNote')}
      />
      <Card
        name="rating"
        label={t('reports.rating')}
        value={score === null ? NO_VALUE : `${format.decimal(score, 2)} / 5`}
        note={t('reports.ratingsNote', { count: of.ratings })}
      />
    </dl>
  );
}
