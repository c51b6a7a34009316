import { ArrowRight, Store } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';

/** The people of the demo store: one click signs in as one of them. */
export function Personas({
  people,
  busy,
  onChoose,
}: {
  readonly people: MethodOutput<'session.personas'>['personas'];
  /** The one being signed in. */
  readonly busy: string | null;
  readonly onChoose: (username: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
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
              onClick={() => onChoose(person.username)}
              className="group flex w-full items-center gap-3 rounded-md border border-line-strong px-3 py-2 text-left hover:border-accent hover:bg-accent-soft disabled:opacity-55"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-semibold">
                  <bdi>{person.name}</bdi>{' '}
                  <span className="font-normal text-ink-3">· {t(`roles.${person.role}`)}</span>
                </span>
                <span className="block text-xs text-ink-2">{t(`signIn.can.${person.role}`)}</span>
              </span>
              <ArrowRight size={16} aria-hidden className="shrink-0 text-ink-3 group-hover:text-accent-ink" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
