import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';
import { describeError } from '../../i18n/errors.ts';
import { useSession } from '../../stores/session.ts';

/** A server's address as it is kept: http(s), no path, no trailing slash; null for anything else. */
export function normaliseServer(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  const plain =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}

/** Changes the server. Says what is wrong with an address before it is sent. */
export function ServerForm({
  server,
  onDone,
}: {
  readonly server: string;
  readonly onDone?: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(server);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const address = normaliseServer(text);
    if (address === null) {
      setError(t('settings.serverInvalid'));
      return;
    }
    setBusy(true);
    try {
      useSession.setState({ settings: await bridge.call('settings.set', { server: address }) });
      setError(null);
      onDone?.();
    } catch (failure) {
      const { title, detail } = describeError(t, failure);
      setError(`${title}. ${detail}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex items-start gap-2" noValidate>
      <Field
        label={t('settings.server')}
        hint={t('settings.serverHint')}
        error={error}
        className="min-w-0 flex-1"
      >
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
