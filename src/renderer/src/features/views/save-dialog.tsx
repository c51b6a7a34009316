import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedView } from '#shared/bridge/views.ts';
import type { ViewContent, ViewPage } from '#shared/domain/views.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { ShownView } from './use-views.ts';

/**
 * Saves what is on screen as the view. If somebody else has saved the view meanwhile, shows both and lets the user choose;
 * otherwise it asks nothing.
 */
export function SaveDialog({
  asked: { expected },
  shown,
  view,
  onClose,
}: {
  readonly asked: { readonly expected: number };
  readonly shown: ShownView;
  readonly view: ListedView;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { page, content, onOpen } = shown;
  const decision = useDecision('views.save', () => {
    onOpen(view.id);
    onClose();
  });
  const save = (version: number): void =>
    void decision.send({
      viewId: view.id,
      page,
      name: view.name,
      content: { filters: content.filters, sort: content.sort, columns: content.columns },
      expected: version,
    });
  // The user's own save makes another version, too.
  const [others] = useState(view.version !== expected);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || others) return;
    begun.current = true;
    save(expected);
  });
  if (!others && decision.problem === null) return null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(others ? 'views.conflictTitle' : 'views.failedTitle', { name: view.name })}
      description={
        others &&
        t('views.conflictBody', {
          name: view.changedBy,
          when: format.dateTime(view.changedAt),
        })
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            onClick={() => {
              onOpen(view.id);
              onClose();
            }}
          >
            {t('views.takeTheirs')}
          </Button>
          <Button variant="primary" busy={decision.busy} onClick={() => save(view.version)}>
            {t('views.takeMine')}
          </Button>
        </>
      }
    >
      {decision.problem !== null && (
        <p role="alert" className="mb-3 rounded-md bg-crit-soft px-3 py-2 text-crit">
          {decision.problem}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Summary label={t('views.theirs')} page={page} content={view} />
        <Summary label={t('views.mine')} page={page} content={content} />
      </div>
    </Dialog>
  );
}

/** What a view shows, in short. */
function Summary({
  label,
  page,
  content,
}: {
  readonly label: string;
  readonly page: ViewPage;
  readonly content: ViewContent;
}): ReactNode {
  const { t } = useTranslation();
  const { filters, sort, columns } = content;
  return (
    <section className="rounded-md bg-sunken px-3 py-2">
      <h3 className="text-xs font-semibold text-ink-2">{label}</h3>
      <ul className="mt-1 flex flex-col gap-0.5 break-words">
        {filters.length === 0 && <li className="text-ink-3">{t('views.noFilters')}</li>}
        {filters.map(({ name, value }) => (
          <li key={name}>
            <span className="text-ink-3">{name}</span> <bdi>{value}</bdi>
          </li>
        ))}
        {sort !== null && (
          <li>
            <span className="text-ink-3">{t('views.sort')}</span> {sort.by}{' '}
            {page !== 'chat' && (sort.direction === 'asc' ? '↑' : '↓')}
          </li>
        )}
        {page !== 'chat' && (
          <li>
            <span className="text-ink-3">{t('views.columns')}</span>{' '}
            {columns === null ? t('views.ownColumns') : columns.length}
          </li>
        )}
      </ul>
    </section>
  );
}
