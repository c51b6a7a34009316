import { CloudOff } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { ModeField, QuantityField, ReasonField, ReferenceField } from './adjust-fields.tsx';
import { type AdjustForm, parseWhole } from './adjust-form.ts';
import { RefusalNote } from './refusal-note.tsx';
import { type Adjustment, type AdjustSubject, useAdjustment } from './use-adjustment.ts';

/** Changes what is on hand, by a difference or to a value, with a reason. Mount it with a key per item and location. */
export function AdjustDialog({
  subject,
  initial,
  expected = null,
  onClose,
}: {
  readonly subject: AdjustSubject;
  /** Fields to begin with: those of a refused adjustment. */
  readonly initial?: AdjustForm | undefined;
  /** What a refused "Set to" expected on hand. */
  readonly expected?: number | null | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const adjustment = useAdjustment(subject, initial, expected, onClose);
  const quantity = useRef<HTMLInputElement | null>(null);
  const send = async (): Promise<void> => {
    if (await adjustment.send()) return;
    quantity.current?.form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={quantity}
      title={t('inventory.adjust.title')}
      description={t('inventory.adjust.subject', { name: subject.itemName, location: subject.locationName })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form="adjust-form" busy={adjustment.busy}>
            {adjustment.waiting ? t('inventory.adjust.sending') : t('inventory.adjust.submit')}
          </Button>
        </>
      }
    >
      <form
        id="adjust-form"
        className="flex flex-col gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Refused
          adjustment={adjustment}
          onUseCurrent={() => {
            adjustment.acceptCurrent();
            quantity.current?.focus();
          }}
        />
        <ModeField adjustment={adjustment} />
        <QuantityField adjustment={adjustment} input={quantity} />
        <Pending change={adjustment.pending} />
        <Moved adjustment={adjustment} />
        <ReasonField adjustment={adjustment} />
        <ReferenceField adjustment={adjustment} />
        {!live && (
          <p role="status" className="flex items-center gap-1.5 text-xs text-ink-2">
            <CloudOff size={13} aria-hidden />
            {t('inventory.adjust.offline')}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** Returns the figure that the user wants on hand; null for a difference. */
function mineOf({ form }: Adjustment): number | null {
  return form.mode === 'set' ? parseWhole(form.quantity) : null;
}

/** Why the server refused the adjustment. */
function Refused({
  adjustment,
  onUseCurrent,
}: {
  readonly adjustment: Adjustment;
  readonly onUseCurrent: () => void;
}): ReactNode {
  const { refusal, expected, now } = adjustment;
  if (refusal === null) return null;
  return (
    <RefusalNote
      refusal={refusal}
      expected={expected}
      current={now}
      mine={mineOf(adjustment)}
      onUseCurrent={onUseCurrent}
      onDrop={adjustment.drop}
    />
  );
}

/** Says that the level includes changes that the server does not have yet, so that nobody makes them twice. */
function Pending({ change }: { readonly change: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (change === 0) return null;
  return (
    <p role="status" data-pending={change} className="text-xs text-ink-2">
      {t('inventory.adjust.pending', { change: format.delta(change) })}
    </p>
  );
}

/** Warns before sending that the stock has changed since the user looked. */
function Moved({ adjustment }: { readonly adjustment: Adjustment }): ReactNode {
  if (!adjustment.moved || adjustment.refusal !== null) return null;
  return (
    <RefusalNote
      refusal={{ code: 'conflict', message: '' }}
      expected={adjustment.expected}
      current={adjustment.now}
      mine={mineOf(adjustment)}
      onUseCurrent={adjustment.acceptCurrent}
      onDrop={adjustment.drop}
    />
  );
}
