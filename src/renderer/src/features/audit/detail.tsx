import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditChange, AuditRecord } from '#shared/domain/audit.ts';
import { Badge } from '../../components/badge.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { reasonText } from '../../lib/reasons.ts';
import { actionName, resultName, resultTone } from './words.ts';

/** One record with everything that is known about it. */
export function AuditDetail({ record }: { readonly record: AuditRecord }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <div className="h-full overflow-auto p-4">
      <Panel title={actionName(i18n, record.action)} bodyClassName="p-4">
        <dl>
          <DetailRow label={t('audit.columns.time')}>
            {format.dateTime(record.at)}
            <span className="ml-2 text-xs text-ink-3">{new Date(record.at).toISOString()}</span>
          </DetailRow>
          <DetailRow label={t('audit.columns.actor')}>
            <bdi>{record.actor.name}</bdi>
            <span className="ml-2 text-xs break-all text-ink-3">
              {t(`audit.kinds.${record.actor.kind}`)} · {record.actor.id}
            </span>
          </DetailRow>
          <DetailRow label={t('audit.columns.action')}>
            <code>{record.action}</code>
          </DetailRow>
          <DetailRow label={t('audit.columns.subject')}>
            <span className="break-all">{record.subject ?? '–'}</span>
          </DetailRow>
          <DetailRow label={t('audit.columns.result')}>
            <Badge tone={resultTone(record.result)}>{resultName(i18n, record.result)}</Badge>
            <code className="ml-2 text-xs text-ink-3">{record.result}</code>
          </DetailRow>
          {record.reason !== null && (
            <DetailRow label={t('audit.reason')}>
              <span dir="auto" className="break-words">
                {reasonText(i18n, record.reason)}
              </span>
            </DetailRow>
          )}
          <DetailRow label={t('audit.columns.address')}>{record.address ?? t('audit.local')}</DetailRow>
          {record.commandId !== null && (
            <DetailRow label={t('audit.commandId')}>
              <code className="text-xs break-all">{record.commandId}</code>
            </DetailRow>
          )}
          {record.seq !== null && (
            <DetailRow label={t('audit.position')}>{format.integer(record.seq)}</DetailRow>
          )}
          <DetailRow label={t('audit.number')}>{format.integer(record.n)}</DetailRow>
        </dl>
      </Panel>
      <Panel title={t('audit.changes')} className="mt-4">
        <Changes subject={record.subject} changes={record.changes} />
      </Panel>
    </div>
  );
}

function Changes({
  subject,
  changes,
}: {
  readonly subject: string | null;
  readonly changes: readonly AuditChange[];
}): ReactNode {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="p-4 text-ink-3">{t('audit.noChanges')}</p>;
  return (
    <table className="w-full table-fixed">
      <thead className="text-xs text-ink-3">
        <tr className="h-8 border-b border-line text-left">
          <th className="px-3 font-medium">{t('audit.field')}</th>
          <th className="px-3 font-medium">{t('audit.before')}</th>
          <th className="px-3 font-medium">{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ record, field, from, to }) => (
          <tr key={`${record} ${field}`} className="border-b border-line align-top last:border-0">
            {field === '…' ? (
              <td colSpan={3} className="px-3 py-2 text-ink-3">
                {t('audit.moreChanges', { count: Number(to) })}
              </td>
            ) : (
              <>
                <th scope="row" className="px-3 py-2 text-left font-normal break-words">
                  {field}
                  {record !== subject && <span className="block text-xs break-all text-ink-3">{record}</span>}
                </th>
                <td className="px-3 py-2 break-words text-ink-2">{shown(from)}</td>
                <td className="px-3 py-2 font-medium break-words">{shown(to)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const shown = (value: AuditChange['from']): string => (value === null || value === '' ? '–' : String(value));
