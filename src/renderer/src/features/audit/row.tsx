import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '#shared/domain/audit.ts';
import { Badge } from '../../components/badge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { actionName, resultName, resultTone } from './words.ts';

/** The height of a row, px. */
export const AUDIT_ROW_HEIGHT = 56;

/** One record in the list: who, what, on which subject, when, and with which result. */
export const AuditRow = memo(function AuditRow({
  record,
  active,
}: {
  readonly record: AuditRecord;
  readonly active: boolean;
}): ReactNode {
  const { i18n } = useTranslation();
  const format = useFormat();
  return (
    <div
      className={cx(
        'relative flex h-full flex-col justify-center gap-0.5 border-b border-line px-4',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium proportional-nums">
          {actionName(i18n, record.action)}
        </span>
        {record.result !== 'ok' && (
          <Badge tone={resultTone(record.result)}>{resultName(i18n, record.result)}</Badge>
        )}
        <span className="shrink-0 text-xs text-ink-3">{format.moment(record.at)}</span>
      </div>
      <div className="flex items-center gap-2 text-xs text-ink-3">
        <span dir="auto" className="min-w-0 max-w-[45%] shrink-0 truncate">
          {record.actor.name}
        </span>
        {record.subject !== null && <span className="min-w-0 flex-1 truncate">· {record.subject}</span>}
      </div>
    </div>
  );
});
