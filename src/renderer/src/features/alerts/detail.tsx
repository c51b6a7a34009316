import { BadgeCheck, Boxes, CheckCheck } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Field, TextArea } from '../../components/field.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { AppliedThreshold } from '../../components/threshold/applied-threshold.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useItem } from '../../hooks/use-item.ts';
import { isSend } from '../../keyboard/key-press.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { NOTES } from './notes.ts';
import { type AlertRow, alertValues, SEVERITY, useSubject } from './row.tsx';

const NOTE_LIMIT = 500;

function ValueBar({ alert }: { readonly alert: AlertRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { threshold } = alert;
  if (threshold === null) return null;
  const { raised, last } = alertValues(alert);
  const shown = last ?? 0;
  const scale = Math.max(1, threshold * 2, shown);
  const values = { value: format.integer(last), raised: format.integer(raised) };
  return (
    <div className="my-3 rounded-md border border-line bg-surface px-4 py-3">
      <p className="text-lg font-semibold">
        {t(isOpen(alert) ? 'alerts.detail.valueNow' : 'alerts.detail.valueResolved', values)}
      </p>
      <p className="text-ink-3">
        {raised !== null && `${t('alerts.detail.valueRaised', values)} · `}
        {t('alerts.detail.firesAt', { threshold: format.integer(threshold) })}
      </p>
      <div
        role="img"
        aria-label={t('alerts.detail.valueBar', {
          value: values.value,
          threshold: format.integer(threshold),
        })}
        className="relative mt-2 h-1.5 rounded-full bg-line"
      >
        <span
          className={
            alert.severity === 'critical'
              ? 'block h-full rounded-full bg-crit'
              : 'block h-full rounded-full bg-warn'
          }
          style={{ width: `${(Math.max(0, shown) / scale) * 100}%` }}
        />
        <span
          aria-hidden
          className="absolute -inset-y-1 w-0.5 bg-ink-2"
          style={{ left: `${(threshold / scale) * 100}%` }}
        />
      </div>
    </div>
  );
}

/** The limits that apply now where the alert is about, and where they come from. */
function Limits({ itemId, locationId }: { readonly itemId: string; readonly locationId: string }): ReactNode {
  const { data } = useItem(itemId);
  const level = data?.levels.find((one) => one.locationId === locationId);
  if (!data || !level) return null;
  return (
    <div className="mb-3">
      <AppliedThreshold data={data} level={level} />
    </div>
  );
}

/** One alert and the actions it allows. */
export function AlertDetail({
  alert,
  noteInput,
  onAcknowledged,
}: {
  readonly alert: AlertRow;
  readonly noteInput: RefObject<HTMLTextAreaElement | null>;
  readonly onAcknowledged: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { title, place } = useSubject()(alert);
  const { icon, tone } = SEVERITY[alert.severity];
  const { subject } = alert;
  return (
    <div className="h-full overflow-auto px-6 py-5">
      <div className="mx-auto max-w-[40rem]">
        <div className="flex flex-wrap items-center gap-1.5">
          <Badge tone={tone} icon={icon}>
            {t(`alerts.severity.${alert.severity}`)}
          </Badge>
          <Badge>{t(`alerts.kind.${alert.kind}`)}</Badge>
        </div>
        <h2 dir="auto" className="mt-2 text-lg font-semibold break-words">
          {title}
        </h2>
        {place !== null && subject.type === 'stock' && (
          <p className="text-ink-2">
            {t('alerts.detail.at', { location: place })} ·{' '}
            <span className="font-mono text-xs">{subject.sku}</span>
          </p>
        )}
        <ValueBar alert={alert} />
        {subject.type === 'stock' && <Limits itemId={subject.itemId} locationId={subject.locationId} />}
        <dl className="border-t border-line pt-1">
          <DetailRow label={t('alerts.detail.state')}>
            <span className="font-medium">{t(`alerts.state.${alert.state}`)}</span>{' '}
            <span className="text-ink-3">
              {alert.outcome === null
                ? t(`alerts.stateHint.${alert.state}`)
                : t(`alerts.outcome.${alert.outcome}`)}
            </span>
          </DetailRow>
          <DetailRow label={t('alerts.detail.raised')}>
            {format.dateTime(alert.raisedAt)}{' '}
            <span className="text-ink-3">
              · <RelativeTime at={alert.raisedAt} />
            </span>
          </DetailRow>
          <DetailRow label={t('alerts.detail.acknowledged')}>
            {alert.acknowledgedAt === null
              ? t('alerts.detail.notAcknowledged')
              : t('alerts.detail.acknowledgedBy', {
                  name: alert.acknowledgedBy ?? '–',
                  when: format.moment(alert.acknowledgedAt),
                })}
          </DetailRow>
          {alert.note !== null && alert.note !== '' && (
            <DetailRow label={t('alerts.detail.note')}>
              <span dir="auto" className="whitespace-pre-wrap">
                {alert.note}
              </span>
            </DetailRow>
          )}
          {alert.silencedUntil !== null && (
            <DetailRow label={t('alerts.detail.silenced')}>{format.dateTime(alert.silencedUntil)}</DetailRow>
          )}
          {alert.resolvedAt !== null && (
            <DetailRow label={t('alerts.detail.resolved')}>
              {format.dateTime(alert.resolvedAt)}{' '}
              <span className="text-ink-3">
                · <RelativeTime at={alert.resolvedAt} />
              </span>
            </DetailRow>
          )}
        </dl>
        {subject.type === 'stock' && (
          <SubjectLink
            subject={{ kind: 'item', id: subject.itemId }}
            className="mt-2 inline-flex h-[30px] items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 font-medium hover:bg-hover"
          >
            <Boxes size={15} aria-hidden />
            {t('alerts.detail.openItem')}
          </SubjectLink>
        )}
        {isOpen(alert) && <Actions alert={alert} noteInput={noteInput} onAcknowledged={onAcknowledged} />}
        <p className="mt-4 text-2xs text-ink-3">
          {t('alerts.detail.cause', { seq: format.integer(alert.causeSeq) })}
        </p>
      </div>
    </div>
  );
}

function Actions({
  alert,
  noteInput,
  onAcknowledged,
}: {
  readonly alert: AlertRow;
  readonly noteInput: RefObject<HTMLTextAreaElement | null>;
  readonly onAcknowledged: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('alerts:write');
  const live = useIsLive();
  const acknowledge = useCommand('alerts.acknowledge');
  const resolve = useCommand('alerts.resolve');
  const form = useForm(NOTES, alert.id, (fields) => ({ alertId: alert.id, ...fields }));
  const { note } = form.value;
  if (!canWrite)
    return (
      <p className="mt-4 border-t border-line pt-3 text-ink-3">
        {t('alerts.detail.needs', { permission: 'alerts:write' })}
      </p>
    );
  if (alert.pendingAcknowledge)
    return (
      <p role="status" className="mt-4 border-t border-line pt-3 text-warn">
        {live ? t('alerts.detail.sending') : t('alerts.detail.kept')}
      </p>
    );
  const tooLong = note.length > NOTE_LIMIT;
  const send = async (action: 'acknowledge' | 'resolve'): Promise<void> => {
    if (tooLong) return;
    const data = { alertId: alert.id, note: note.trim() === '' ? null : note.trim() };
    const result = await (action === 'acknowledge' ? acknowledge : resolve).submit(data);
    if (!result.ok) return;
    form.clear();
    onAcknowledged();
  };
  const open = !isAcknowledged(alert);
  const manual = alert.kind === 'manual';
  if (!open && !manual) return null;
  return (
    <form
      className="mt-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send(open ? 'acknowledge' : 'resolve');
      }}
    >
      <Field
        label={t('alerts.detail.note')}
        hint={open ? t('alerts.detail.acknowledgeHint') : undefined}
        error={tooLong ? t('alerts.detail.noteLong') : null}
      >
        {(props) => (
          <TextArea
            {...props}
            ref={noteInput}
            rows={2}
            value={note}
            placeholder={t('alerts.detail.notePlaceholder')}
            onChange={(event) => form.change({ note: event.target.value })}
            onKeyDown={(event) => {
              if (isSend(event) && !event.nativeEvent.isComposing) {
                event.preventDefault();
                void send(open ? 'acknowledge' : 'resolve');
              }
            }}
          />
        )}
      </Field>
      <div className="mt-2 flex gap-2">
        {open && (
          <Button type="submit" variant="primary" icon={BadgeCheck} busy={acknowledge.submitting}>
            {t('alerts.detail.acknowledge')}
            <Kbd keys={['a']} className="ml-1" />
          </Button>
        )}
        {manual && (
          <Button icon={CheckCheck} busy={resolve.submitting} onClick={() => void send('resolve')}>
            {t('alerts.detail.resolve')}
          </Button>
        )}
      </div>
    </form>
  );
}
