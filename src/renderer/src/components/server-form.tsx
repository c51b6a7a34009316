import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';
import { useSaid } from '../hooks/use-say.ts';
import { problemText } from '../i18n/errors.ts';
import { normaliseServer } from '../lib/server-address.ts';
import { leaveAfterAsking } from '../stores/leaving.ts';
import { useSession } from '../stores/session.ts';
import { Button } from './button.tsx';
import { Field, Input } from './field.tsx';

/** Changes the server. Validates the address before sending it. */
export function ServerForm({
  server,
  onDone,
}: {
  readonly server: string;
  readonly onDone?: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(server);
  const [error, say] = useSaid();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const address = normaliseServer(text);
    if (address === null) {
      say(({ t }) => t('server.invalid'));
      return;
    }
    say(null);
    // A new server ends the sign-in at the old one.
    await leaveAfterAsking(() => void save(address));
  };
  const save = async (address: string): Promise<void> => {
    setBusy(true);
    try {
      useSession.setState({ settings: await bridge.call('settings.set', { server: address }) });
      say(null);
      onDone?.();
    } catch (failure) {
      say((context) => problemText(context, failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex items-start gap-2" noValidate>
      <Field label={t('server.label')} hint={t('server.hint')} error={error} className="min-w-0 flex-1">
        {(field) => (
          <Input
            {...field}
            type="url"
            inputMode="url"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="mt-[21px] flex gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={text.trim() === server}>
          {t('common.save')}
        </Button>
        {onDone && <Button onClick={onDone}>{t('common.cancel')}</Button>}
      </div>
    </form>
  );
}
