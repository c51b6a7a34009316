import { ArrowRight, Clock3, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Badge } from '../../../components/badge.tsx';
import { DetailRow, Panel } from '../../../components/panel.tsx';
import { RecordBody, RecordHeader, RecordPage } from '../../../components/record-page.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { reasonText } from '../../../lib/reasons.ts';
import { useCan } from '../../../stores/session.ts';
import { TransferStatusBadge } from '../status-badge.tsx';
import { TransferActions } from './actions.tsx';
import { DraftLines } from './draft-lines.tsx';
import { LinesTable } from './lines-table.tsx';
import { type TransferData, useTransfer } from './use-transfer.ts';

/** One transfer: planned as a draft, sent, and received, in one step or in parts. */
export default function TransferPage(): ReactNode {
  const { t } = useTranslation();
  const { transferId = '' } = useParams();
  const query = useTransfer(transferId);
  const number = query.data?.transfer?.number ?? '';
  return (
    <RecordPage title={t('transfers.title', { number })} permission="transfers:read" query={query}>
      {({ transfer }) =>
        transfer === null ? (
          <EmptyState icon={SearchX} title={t('transfers.none')} body={t('transfers.noneBody')} />
        ) : (
          <View transfer={transfer} />
        )
      }
    </RecordPage>
  );
}

function View({ transfer }: { readonly transfer: TransferData }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('transfers:write');
  return (
    <RecordBody>
      <RecordHeader to="/transfers" back={t('transfers.back')}>
        <TransferActions transfer={transfer} />
      </RecordHeader>
      <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
        <Panel title={t('transfers.lines.title')}>
          {transfer.status === 'draft' && canWrite ? (
            <DraftLines transfer={transfer} />
          ) : (
            <LinesTable transfer={transfer} />
          )}
        </Panel>
        <Facts transfer={transfer} />
      </div>
    </RecordBody>
  );
}

function Facts({ transfer }: { readonly transfer: TransferData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { fromName, toName, createdBy, sentAt, endedAt, note, reason } = transfer;
  return (
    <Panel title={t('transfers.facts.title')} bodyClassName="p-4">
      <p className="mb-2 flex flex-wrap items-center gap-2 text-md font-semibold">
        <bdi>{fromName}</bdi>
        <ArrowRight size={15} aria-hidden className="text-ink-3" />
        <span className="sr-only">→</span>
        <bdi>{toName}</bdi>
      </p>
      <dl>
        <DetailRow label={t('transfers.facts.status')}>
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <TransferStatusBadge status={transfer.status} />
            {transfer.pending && (
              <Badge tone="warn" icon={Clock3}>
                {t('transfers.pending')}
              </Badge>
            )}
          </span>
        </DetailRow>
        <DetailRow label={t('transfers.facts.created')}>
          {format.dateTime(transfer.createdAt)}
          {createdBy !== null && (
            <>
              {' · '}
              <bdi>{createdBy.name}</bdi>
            </>
          )}
        </DetailRow>
        {sentAt !== null && (
          <DetailRow label={t('transfers.facts.sent')}>{format.dateTime(sentAt)}</DetailRow>
        )}
        {endedAt !== null && (
          <DetailRow label={t('transfers.facts.ended')}>{format.dateTime(endedAt)}</DetailRow>
        )}
        {note !== '' && (
          <DetailRow label={t('transfers.facts.note')}>
            <bdi className="break-words proportional-nums">{note}</bdi>
          </DetailRow>
        )}
        {reason !== null && (
          <DetailRow label={t('transfers.facts.reason')}>
            <bdi className="break-words proportional-nums">{reasonText({ t }, reason)}</bdi>
          </DetailRow>
        )}
      </dl>
    </Panel>
  );
}
