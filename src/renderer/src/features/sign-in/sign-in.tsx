import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Server, Store } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BridgeCallError, bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Logo } from '../../components/logo.tsx';
import { ServerForm } from '../../components/server-form.tsx';
import { createFormat } from '../../format/format.ts';
import { describeError } from '../../i18n/errors.ts';
import { useConnection } from '../../stores/connection.ts';
import { useSession } from '../../stores/session.ts';

/** Where nobody is signed in: the demo's people with one click, or a name and a password. */
export function SignIn(): ReactNode {
  const { t, i18n } = useTranslation();
  const server = useSession((state) => state.session?.server ?? '');
  const bridgeState = useConnection((state) => state.bridge.state);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [editServer, setEditServer] = useState(false);
  // The list depends on the server; it is asked again when that changes or the bridge is back.
  const personas = useQuery({
    queryKey: ['session', 'personas', server, bridgeState],
    queryFn: () => bridge.call('session.personas', {}),
  });
  const people = personas.data?.personas ?? [];

  const explain = (error: unknown): string => {
    if (!(error instanceof BridgeCallError)) return describeError(t, error).detail;
    const { code, retryAfterMs } = error.error;
    if (code === 'unauthenticated' || code === 'not_found') return t('signIn.wrong');
    if (code === 'rate_limited')
      return t('signIn.throttled', {
        time: createFormat(i18n.language).duration(Math.max(1000, retryAfterMs ?? 60_000)),
      });
    if (code === 'unavailable') return t('signIn.unreachable', { server });
    const { title, detail } = describeError(t, error);
    return `${title}. ${detail}`;
  };
  const run = async (
    who: string,
    signIn: () => ReturnType<typeof bridge.call<'session.sign_in'>>,
  ): Promise<void> => {
    setBusy(who);
    setProblem(null);
    try {
      useSession.setState({ session: await signIn() });
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(null);
    }
  };

  return (
    <main className="flex h-full items-start justify-center overflow-auto px-6 py-[8vh]">
      <title>{`${t('signIn.title')} · Quayside`}</title>
      <div className="w-full max-w-[420px]">
        <div className="mb-6 flex items-center gap-3.5">
          <Logo size={44} />
          <div>
            <p className="text-xl font-semibold tracking-[-0.02em]">Quayside</p>
            <p className="text-ink-3">{t('signIn.tagline')}</p>
          </div>
        </div>
        <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-pop">
          <h1 className="sr-only">{t('signIn.title')}</h1>
          {people.length > 0 && (
            <section aria-label={t('signIn.demoTitle')} className="border-b border-line p-5">
              <p className="flex items-center gap-2 text-md font-semibold">
                <Store size={16} aria-hidden className="text-accent-ink" />
                {t('signIn.demoTitle')}
              </p>
              <p className="mt-0.5 mb-3 text-ink-2">{t('signIn.demoBody')}</p>
              <ul className="flex flex-col gap-2">
                {people.map((person) => (
                  <li key={person.username}>
                    <button
                      type="button"
                      data-persona={person.username}
                      disabled={busy !== null}
                      aria-busy={busy === person.username || undefined}
                      onClick={() =>
                        void run(person.username, () =>
                          bridge.call('session.sign_in_persona', { username: person.username }),
                        )
                      }
                      className="group flex w-full items-center gap-3 rounded-md border border-line-strong px-3 py-2 text-left hover:border-accent hover:bg-accent-soft disabled:opacity-55"
                    >
                      <span className="min-w-0 flex-1">
                        <span className="block font-semibold">
                          {person.name}{' '}
                          <span className="font-normal text-ink-3">· {t(`roles.${person.role}`)}</span>
                        </span>
                        <span className="block text-xs text-ink-2">{t(`signIn.can.${person.role}`)}</span>
                      </span>
                      <ArrowRight
                        size={16}
                        aria-hidden
                        className="shrink-0 text-ink-3 group-hover:text-accent-ink"
                      />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <PasswordForm
            heading={people.length > 0 ? t('signIn.orPassword') : null}
            busy={busy === 'password'}
            disabled={busy !== null}
            onSubmit={(username, password) =>
              void run('password', () => bridge.call('session.sign_in', { username, password }))
            }
          />
          <div aria-live="assertive">
            {problem !== null && (
              <p role="alert" className="mx-5 mb-4 rounded-md bg-crit-soft px-3 py-2 text-crit">
                {problem}
              </p>
            )}
          </div>
          <footer className="border-t border-line bg-sunken px-5 py-2.5">
            {editServer ? (
              <ServerForm server={server} onDone={() => setEditServer(false)} />
            ) : (
              <div className="flex items-center gap-2 text-ink-2">
                <Server size={14} aria-hidden className="shrink-0 text-ink-3" />
                <span className="sr-only">{t('server.label')}</span>
                <span className="min-w-0 flex-1 truncate">
                  {server === '' ? t('signIn.noServer') : server}
                </span>
                <Button size="sm" variant="ghost" onClick={() => setEditServer(true)}>
                  {t('signIn.changeServer')}
                </Button>
              </div>
            )}
          </footer>
        </div>
      </div>
    </main>
  );
}

function PasswordForm({
  heading,
  busy,
  disabled,
  onSubmit,
}: {
  heading: string | null;
  busy: boolean;
  disabled: boolean;
  onSubmit: (username: string, password: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (username.trim() !== '' && password !== '') onSubmit(username.trim(), password);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-5">
      {heading !== null && <p className="text-xs text-ink-3">{heading}</p>}
      <Field label={t('signIn.username')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            required
          />
        )}
      </Field>
      <Field label={t('signIn.password')}>
        {(field) => (
          <Input
            {...field}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
          />
        )}
      </Field>
      <Button
        type="submit"
        variant={heading === null ? 'primary' : 'secondary'}
        size="lg"
        busy={busy}
        disabled={disabled}
      >
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
