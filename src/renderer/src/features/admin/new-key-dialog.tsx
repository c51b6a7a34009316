import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input, Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useCall } from '../../hooks/use-call.ts';
import { newId } from '../../lib/new-id.ts';
import { madeBy, useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { makeApiKey } from './new-key.ts';

const DAY_MS = 86_400_000;
const EXPIRIES = ['30', '90', '365', 'never'] as const;
type Expiry = (typeof EXPIRIES)[number];

/** Creates an API key and shows it, once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const held = useSession((state) => state.session?.permissions ?? []);
  const [name, setName] = useState('');
  const [expiry, setExpiry] = useState<Expiry>('90');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<string | null>(null);
  const [ids] = useState(() => ({ id: newId(), keyId: newId(), key: makeApiKey() }));
  const { busy, problem, run } = useCall();
  if (made !== null) return <ShowKey apiKey={made} onClose={onClose} />;
  const toggle = (permission: string): void => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    setChosen(next);
  };
  const submit = async (): Promise<void> => {
    const { id, keyId, key } = ids;
    const expiresAt = expiry === 'never' ? null : gatewayNow() + Number(expiry) * DAY_MS;
    const data = { keyId, name, permissions: [...chosen], expiresAt, key };
    if (await run(bridge.call('commands.submit', { id, type: 'admin.create_api_key', data, ...madeBy() })))
      setMade(key);
  };
  return (
    <FormDialog
      title={t('keys.new')}
      description={t('keys.newBody')}
      action={t('keys.create')}
      busy={busy}
      disabled={name.trim() === '' || chosen.size === 0}
      problem={problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label={t('keys.name')} hint={t('keys.nameHint')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('keys.expiry')}>
        {(field) => (
          <Select<Expiry>
            {...field}
            value={expiry}
            options={EXPIRIES.map((value) => ({
              value,
              label: value === 'never' ? t('keys.noExpiry') : t('keys.days', { count: Number(value) }),
            }))}
            onChange={setExpiry}
          />
        )}
      </Field>
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-2">{t('keys.permissions')}</legend>
        <div className="grid grid-cols-2 gap-x-3">
          {held.map((permission) => (
            <label key={permission} className="flex h-7 items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.has(permission)}
                onChange={() => toggle(permission)}
                className="size-4 accent-[var(--color-accent)]"
              />
              <span className="truncate text-xs">{permission}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}

function ShowKey({ apiKey, onClose }: { readonly apiKey: string; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const copy = (): void =>
    attempt(
      navigator.clipboard
        .writeText(apiKey)
        .then(() => toast({ tone: 'ok', title: ({ t }) => t('common.copied') })),
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('keys.made')}
      description={t('keys.madeBody')}
      width="sm"
      footer={
        <>
          <Button icon={Copy} onClick={copy}>
            {t('common.copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('keys.done')}
          </Button>
        </>
      }
    >
      <Field label={t('keys.key')}>
        {(field) => <Input {...field} readOnly value={apiKey} onFocus={(event) => event.target.select()} />}
      </Field>
    </Dialog>
  );
}
