import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useAsOf } from '../../stores/connection.ts';
import { useTimeZone } from '../../stores/session.ts';
import { useScopeText } from './scope-text.ts';

/** What a board on paper must say, where the controls are missing: its name, its period and place, and when it was current. */
export function PrintHeading({ name, scope }: { readonly name: string; readonly scope: Scope }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const said = useScopeText(scope);
  const asOf = useAsOf();
  const current =
    asOf === null ? t('connection.neverCurrent') : t('connection.asOf', { time: format.dateTime(asOf) });
  return (
    <div data-print-heading className="mb-3 hidden print:block">
      <h2 dir="auto" className="text-lg font-semibold">
        {name}
      </h2>
      <p className="text-xs text-ink-2">{`${said} · ${timeZone} · ${current}`}</p>
    </div>
  );
}
