import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangedFigure } from '#shared/domain/templates.ts';
import { SendQuestion } from '../../components/send-question.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** Asks what to do about stock figures that have changed since they were inserted. */
export function ChangedQuestion({
  changes,
  onUpdate,
  onSend,
}: {
  readonly changes: readonly ChangedFigure[];
  readonly onUpdate: () => void;
  readonly onSend: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <SendQuestion
      title={t('canned.changed.title')}
      first={{ label: t('canned.changed.update'), onChoose: onUpdate }}
      second={{ label: t('canned.changed.send'), onChoose: onSend }}
    >
      {changes.map(({ sku, was, now }) => (
        <li key={`${sku} ${was}`}>
          {now === null
            ? t('canned.changed.gone', { sku, was: format.integer(was) })
            : t('canned.changed.became', { sku, was: format.integer(was), now: format.integer(now) })}
        </li>
      ))}
    </SendQuestion>
  );
}
