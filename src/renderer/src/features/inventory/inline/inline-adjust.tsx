import { CloudOff } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input } from '../../../components/field.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { closeOnEscape } from '../../../hooks/use-open.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useUserId } from '../../../stores/session.ts';
import { ReasonField, useQuantityError } from '../adjust/adjust-fields.tsx';
import { Outcome } from '../adjust/outcome.tsx';
import { RefusalNote } from '../adjust/refusal-note.tsx';
import { type Adjustment, useAdjustment } from '../adjust/use-adjustment.ts';
import { typedMode, typedText } from './inline-form.ts';
import { lastReason, rememberReason } from './last-reason.ts';

/**
 * Changes what is on hand beside its cell. A number sets it, provided that it is still what was shown; +5 and −3 change it. Enter
 * sends, Esc closes; what was typed is kept, as in the dialog of the item.
 */
export function InlineAdjust({
  row,
  anchorId,
  onClose,
}: {
  readonly row: StockRow;
  /** The cell, which may leave the screen meanwhile. */
  readonly anchorId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const adjustment = useAdjustment({ ...row, itemName: row.name }, undefined, null, onClose);
  const quantity = useRef<HTMLInputElement | null>(null);
  const form = useRef<HTMLFormElement | null>(null);
  const anchor = useAnchor(anchorId);
  const send = async (): Promise<void> => {
    const { reason } = adjustment.form;
    if (await adjustment.send()) rememberReason(userId, reason);
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          aria-label={t('inventory.inline.label', { name: row.name, location: row.locationName })}
          align="end"
          sideOffset={2}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            quantity.current?.focus();
            quantity.current?.select();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onKeyDown={closeOnEscape(onClose)}
          className="q-pop z-40 w-[340px] rounded-lg border border-line-strong bg-raised p-3 text-ink shadow-pop focus-visible:outline-none"
        >
          <form
            ref={form}
            noValidate
            className="flex flex-col gap-2.5"
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <QuantityLine
              adjustment={adjustment}
              input={quantity}
              offered={() => (adjustment.form.reason === '' ? lastReason(userId) : adjustment.form.reason)}
            />
            <Refused adjustment={adjustment} onChosen={() => quantity.current?.focus()} />
            <ReasonField adjustment={adjustment} />
            <Footer adjustment={adjustment} onClose={onClose} />
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Where the cell is; where it was last if it has left the screen. */
function useAnchor(id: string): { readonly current: { getBoundingClientRect: () => DOMRect } } {
  return useMemo(() => {
    let last = new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0);
    return {
      current: {
        getBoundingClientRect: () => {
          last = document.getElementById(id)?.getBoundingClientRect() ?? last;
          return last;
        },
      },
    };
  }, [id]);
}

function QuantityLine({
  adjustment,
  input,
  offered,
}: {
  readonly adjustment: Adjustment;
  readonly input: RefObject<HTMLInputElement | null>;
  /** The reason that goes with the first number. */
  readonly offered: () => string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { form, base, result, change } = adjustment;
  const quantityError = useQuantityError(adjustment);
  const [touched, setTouched] = useState(false);
  return (
    <div className="flex items-start gap-3">
      <Field
        className="w-32"
        label={t('inventory.table.onHand')}
        hint={t('inventory.inline.hint')}
        error={quantityError}
      >
        {(props) => (
          <Input
            {...props}
            ref={input}
            inputMode="text"
            autoComplete="off"
            placeholder={format.integer(base.onHand)}
            value={typedText(form)}
            onChange={(event) => {
              const text = event.target.value;
              const mode = typedMode(text);
              change({
                quantity: text,
                ...(mode === form.mode && form.quantity !== '' ? {} : { mode }),
                ...(touched ? {} : { reason: offered() }),
              });
              setTouched(true);
            }}
            className="text-md font-semibold"
          />
        )}
      </Field>
      <dl className="mt-5 flex-1 rounded-md bg-sunken px-2.5 py-1" aria-live="polite">
        <Outcome label={t('inventory.adjust.onHand')} before={base.onHand} after={result?.onHand ?? null} />
        <Outcome
          label={t('inventory.adjust.available')}
          before={base.available}
          after={result?.available ?? null}
        />
      </dl>
    </div>
  );
}

/** What the server said, or that the stock has changed since the user looked: both values, and a way to go on. */
function Refused({
  adjustment: { refusal, moved, expected, now, acceptCurrent },
  onChosen,
}: {
  readonly adjustment: Adjustment;
  readonly onChosen: () => void;
}): ReactNode {
  const shown = refusal ?? (moved ? { code: 'conflict', message: '' } : null);
  if (shown === null) return null;
  return (
    <RefusalNote
      refusal={shown}
      expected={expected}
      current={now}
      onUseCurrent={() => {
        acceptCurrent();
        onChosen();
      }}
    />
  );
}

function Footer({
  adjustment: { busy, waiting },
  onClose,
}: {
  readonly adjustment: Adjustment;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  return (
    <div className="flex items-center gap-2">
      {!live && (
        <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-2">
          <CloudOff size={13} aria-hidden className="shrink-0" />
          {t('inventory.inline.offline')}
        </p>
      )}
      <span className="flex-1" />
      <Button size="sm" onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button size="sm" variant="primary" type="submit" busy={busy}>
        {waiting ? t('inventory.adjust.sending') : t('inventory.adjust.submit')}
      </Button>
    </div>
  );
}
