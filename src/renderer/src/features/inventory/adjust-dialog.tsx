import { ArrowRight, CloudOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { available } from '#shared/domain/inventory.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useIsLive } from '../../stores/connection.ts';
import { discardCommand } from '../../stores/outbox.ts';
import { dismissToast, toast, useToasts } from '../../stores/toasts.ts';
import {
  type AdjustBase,
  type AdjustForm,
  EMPTY_FORM,
  resultOf,
  toCommand,
  validateAdjust,
} from './adjust-form.ts';
import { type Refusal, RefusalNote } from './refusal-note.tsx';

/** What the dialog is about: an item at a location as it stands now. */
export interface AdjustSubject {
  readonly itemId: string;
  readonly itemName: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly backorderLimit: number;
  readonly onHand: number;
  readonly committed: number;
  readonly unavailable: number;
  /** What queued commands will change. */
  readonly pendingOnHand: number;
}

const REASONS = ['count', 'damage', 'returned', 'found', 'lost', 'correction'] as const;
/** A dialog that has no answer after this closes; the adjustment goes on by itself. */
const ANSWER_MS = 4_000;

/** What was typed and not sent yet, by item and location, so that closing the dialog loses nothing. */
const typed = new Map<string, AdjustForm>();
const KEEP = 50;

function keep(key: string, form: AdjustForm): void {
  typed.delete(key);
  typed.set(key, form);
  for (const old of typed.keys()) {
    if (typed.size <= KEEP) break;
    typed.delete(old);
  }
}

function baseOf(subject: AdjustSubject): AdjustBase {
  return {
    onHand: subject.onHand + subject.pendingOnHand,
    available: available(subject) + subject.pendingOnHand,
    backorderLimit: subject.backorderLimit,
  };
}

/** Changes what is on hand, by a difference or to a value, with a reason. Mount it with a key per item and location. */
export function AdjustDialog({
  subject,
  initial,
  onClose,
}: {
  readonly subject: AdjustSubject;
  /** Fields to begin with: those of a refused adjustment. */
  readonly initial?: AdjustForm | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const key = `${subject.itemId}:${subject.locationId}`;
  const [form, setForm] = useState<AdjustForm>(() => initial ?? typed.get(key) ?? EMPTY_FORM);
  // "Set to" is compared with what the user looked at, which is what stood when the dialog opened.
  const [seen, setSeen] = useState(() => baseOf(subject));
  const [checked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { submit, entry, submitting } = useCommand('inventory.adjust');
  const [awaited, setAwaited] = useState<string | null>(null);
  const first = useRef<HTMLInputElement | null>(null);

  const now = baseOf(subject);
  const base = form.mode === 'set' ? { ...now, onHand: seen.onHand, available: seen.available } : now;
  const errors = checked ? validateAdjust(form, base) : {};
  const result = resultOf(form, base);
  const moved = form.mode === 'set' && now.onHand !== seen.onHand && awaited === null;

  const change = (part: Partial<AdjustForm>): void => {
    const next = { ...form, ...part };
    setForm(next);
    keep(key, next);
    setRefusal(null);
  };
  const send = async (): Promise<void> => {
    if (awaited !== null) return;
    setChecked(true);
    if (Object.keys(validateAdjust(form, base)).length > 0) {
      first.current?.form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    setRefusal(null);
    const sent = await submit(toCommand(form, base, subject), { quiet: true });
    if (!sent.ok) {
      setRefusal({ code: sent.error.code, message: sent.error.message });
      return;
    }
    if (live) {
      setAwaited(sent.entry.id);
      return;
    }
    typed.delete(key);
    onClose();
  };

  const state = entry !== null && entry.id === awaited ? entry.state : null;
  const error = entry?.error ?? null;
  useEffect(() => {
    if (awaited === null) return;
    if (state === 'settled' || state === 'sent') {
      typed.delete(key);
      onClose();
    } else if (state === 'refused') {
      // The dialog shows it, with all that was typed: the refused command has nothing to add.
      discardCommand(awaited);
      setAwaited(null);
      setRefusal({ code: error?.code ?? 'internal', message: error?.message ?? '' });
    }
  }, [awaited, state, error, key, onClose]);
  // Nor has its toast, which may come before the state or after it.
  const shown = useRef(new Set<string>());
  if (awaited !== null) shown.current.add(`refused-${awaited}`);
  useEffect(
    () =>
      useToasts.subscribe(({ toasts }) => {
        for (const { id } of toasts) if (shown.current.has(id)) dismissToast(id);
      }),
    [],
  );
  useEffect(() => {
    if (awaited === null) return;
    const timer = setTimeout(() => {
      typed.delete(key);
      toast({ tone: 'neutral', title: t('inventory.adjust.waiting') });
      onClose();
    }, ANSWER_MS);
    return () => clearTimeout(timer);
  }, [awaited, key, onClose, t]);

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={first}
      title={t('inventory.adjust.title')}
      description={t('inventory.adjust.subject', { name: subject.itemName, location: subject.locationName })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form="adjust-form" busy={submitting || awaited !== null}>
            {awaited === null ? t('inventory.adjust.submit') : t('inventory.adjust.sending')}
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
        {refusal !== null && (
          <RefusalNote
            refusal={refusal}
            expected={seen.onHand}
            current={now}
            onUseCurrent={() => {
              setSeen(now);
              setRefusal(null);
              first.current?.focus();
            }}
          />
        )}
        <div className="flex items-end gap-3">
          <Segmented<AdjustForm['mode']>
            value={form.mode}
            label={t('inventory.adjust.mode')}
            segments={[
              { value: 'delta', label: t('inventory.adjust.delta') },
              { value: 'set', label: t('inventory.adjust.set') },
            ]}
            onChange={(mode) => {
              setSeen(now);
              change({ mode });
            }}
          />
        </div>
        <div className="flex items-start gap-4">
          <Field
            className="w-44"
            label={form.mode === 'delta' ? t('inventory.adjust.quantity') : t('inventory.adjust.setTo')}
            hint={
              form.mode === 'delta'
                ? t('inventory.adjust.quantityHint')
                : t('inventory.adjust.setHint', { expected: format.integer(seen.onHand) })
            }
            error={
              errors.quantity &&
              t(`inventory.adjust.errors.${errors.quantity}`, {
                available: format.integer(base.available),
                taken: format.integer(Math.abs(result?.delta ?? 0)),
              })
            }
          >
            {(props) => (
              <Input
                {...props}
                ref={first}
                inputMode="numeric"
                autoComplete="off"
                value={form.quantity}
                onChange={(event) => change({ quantity: event.target.value })}
                className="text-md font-semibold"
              />
            )}
          </Field>
          <dl className="mt-5 flex-1 rounded-md bg-sunken px-3 py-1.5" aria-live="polite">
            <Outcome
              label={t('inventory.adjust.onHand')}
              before={base.onHand}
              after={result?.onHand ?? null}
            />
            <Outcome
              label={t('inventory.adjust.available')}
              before={base.available}
              after={result?.available ?? null}
            />
          </dl>
        </div>
        {moved && refusal === null && (
          <RefusalNote
            refusal={{ code: 'conflict', message: '' }}
            expected={seen.onHand}
            current={now}
            onUseCurrent={() => setSeen(now)}
          />
        )}
        <Field
          label={t('inventory.adjust.reason')}
          error={errors.reason && t(`inventory.adjust.errors.${errors.reason}`)}
        >
          {(props) => (
            <Input
              {...props}
              required
              autoComplete="off"
              value={form.reason}
              onChange={(event) => change({ reason: event.target.value })}
            />
          )}
        </Field>
        <div className="-mt-1.5 flex flex-wrap gap-1.5">
          {REASONS.map((reason) => {
            const label = t(`inventory.adjust.reasons.${reason}`);
            return (
              <Button
                key={reason}
                size="sm"
                variant={form.reason === label ? 'primary' : 'secondary'}
                aria-pressed={form.reason === label}
                onClick={() => change({ reason: label })}
              >
                {label}
              </Button>
            );
          })}
        </div>
        <Field
          label={`${t('inventory.adjust.reference')} (${t('inventory.adjust.optional')})`}
          error={errors.reference && t(`inventory.adjust.errors.${errors.reference}`)}
        >
          {(props) => (
            <Input
              {...props}
              autoComplete="off"
              placeholder={t('inventory.adjust.referencePlaceholder')}
              value={form.reference}
              onChange={(event) => change({ reference: event.target.value })}
            />
          )}
        </Field>
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

function Outcome({
  label,
  before,
  after,
}: {
  readonly label: string;
  readonly before: number;
  readonly after: number | null;
}): ReactNode {
  const format = useFormat();
  return (
    <div className="flex h-6 items-center gap-2">
      <dt className="flex-1 text-xs text-ink-3">{label}</dt>
      <dd className="flex items-center gap-1.5">
        <span className="text-ink-2">{format.integer(before)}</span>
        <ArrowRight size={12} aria-hidden className="text-ink-3" />
        <span
          className={
            after !== null && after < 0
              ? 'min-w-8 text-right font-semibold text-crit'
              : 'min-w-8 text-right font-semibold'
          }
        >
          {format.integer(after)}
        </span>
        <span className="min-w-9 text-right text-xs text-ink-3">
          {after === null ? '' : format.delta(after - before)}
        </span>
      </dd>
    </div>
  );
}
