import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Server } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Logo } from '../../components/logo.tsx';
import { ServerForm } from '../../components/server-form.tsx';
import { useConnection } from '../../stores/connection.ts';
import { useSession } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';
import { PasswordForm } from './password-form.tsx';
import { Personas } from './personas.tsx';
import { useSignIn } from './use-sign-in.ts';

/** How often a server that does not answer is asked for its personas, ms. */
const ASK_AGAIN_MS = 2_000;

/** Shown while no one is signed in, or to sign in again: the demo's personas, or a username and a password. */
export function SignIn(): ReactNode {
  const { t } = useTranslation();
  const server = useSession((state) => state.session?.server ?? '');
  const signedIn = useSession((state) => state.session?.status === 'signed_in');
  const bridgeState = useConnection((state) => state.bridge.state);
  const ended = useSession((state) => state.session?.ended ?? null);
  const { busy, problem, withPersona, withPassword } = useSignIn(server);
  // The list depends on the server; it is read again when the server changes, the bridge is back, or the server answers again.
  const personas = useQuery({
    queryKey: ['session', 'personas', server, bridgeState],
    queryFn: () => bridge.call('session.personas', {}),
    refetchInterval: ({ state }) => (state.status === 'error' ? ASK_AGAIN_MS : false),
  });
  const people = personas.data?.personas ?? [];
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
          {ended !== null && problem === null && (
            <p
              role="status"
              className="mx-5 mt-4 rounded-md bg-warn-soft px-3 py-2 text-warn proportional-nums"
            >
              {t(`signIn.ended.${ended}`)}
            </p>
          )}
          {people.length > 0 && <Personas people={people} busy={busy} onChoose={withPersona} />}
          <PasswordForm
            heading={people.length > 0 ? t('signIn.orPassword') : null}
            busy={busy === 'password'}
            disabled={busy !== null}
            onSubmit={withPassword}
          />
          <div aria-live="assertive">
            {problem !== null && (
              <p role="alert" className="mx-5 mb-4 rounded-md bg-crit-soft px-3 py-2 text-crit">
                {problem}
              </p>
            )}
          </div>
          <ServerFooter server={server} />
        </div>
        {signedIn && (
          <Button
            variant="ghost"
            className="mt-3"
            icon={ArrowLeft}
            onClick={() => useUi.setState({ signInOpen: false })}
          >
            {t('signIn.back')}
          </Button>
        )}
      </div>
    </main>
  );
}

/** The server to sign in to, with a form to change it. */
function ServerFooter({ server }: { readonly server: string }): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  return (
    <footer className="border-t border-line bg-sunken px-5 py-2.5">
      {editing ? (
        <ServerForm server={server} onDone={() => setEditing(false)} />
      ) : (
        <div className="flex items-center gap-2 text-ink-2">
          <Server size={14} aria-hidden className="shrink-0 text-ink-3" />
          <span className="sr-only">{t('server.label')}</span>
          <span className="min-w-0 flex-1 truncate">{server === '' ? t('signIn.noServer') : server}</span>
          <Button size="sm" variant="ghost" onClick={() => setEditing(true)}>
            {t('signIn.changeServer')}
          </Button>
        </div>
      )}
    </footer>
  );
}
