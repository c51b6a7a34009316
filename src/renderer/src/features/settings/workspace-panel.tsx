import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { isSameZone } from '#shared/domain/time.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useMessageRetention } from '../../hooks/use-message-limit.ts';
import { MACHINE_ZONE } from '../../hooks/use-zone-note.ts';
import { useCan, useSession } from '../../stores/session.ts';
import { DeletedRows } from './deleted-rows.tsx';

/** The settings of the workspace, which everyone sees and administrators change. */
export function WorkspacePanel(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const mayChange = useCan('admin:settings');
  const mayFilter = useCan('filter:read');
  const retention = useMessageRetention(useCan('chat:read'));
  if (session?.user == null) return null;
  return (
    <Panel title={t('settings.workspace')} bodyClassName="p-3">
      <dl>
        <DetailRow label={t('settings.timeZone')}>{session.timeZone}</DetailRow>
        {!isSameZone(session.timeZone, MACHINE_ZONE) && (
          <DetailRow label={t('settings.machineZone')}>{MACHINE_ZONE}</DetailRow>
        )}
        <DetailRow label={t('settings.currency')}>{session.currency}</DetailRow>
        {retention !== null && (
          <DetailRow label={t('settings.messagesKept')}>
            {retention === 0
              ? t('settings.messagesForever')
              : t('settings.messagesDays', { count: retention })}
          </DetailRow>
        )}
        {retention !== null && retention > 0 && <DeletedRows />}
      </dl>
      {mayFilter && (
        <p className="mt-2 flex items-center justify-between gap-4 border-t border-line pt-3">
          <span className="font-medium">{t('settings.filter')}</span>
          <Link to="/filter" className="font-medium text-accent-ink underline underline-offset-2">
            {t('settings.openFilter')}
          </Link>
        </p>
      )}
      {mayChange && <TimeZoneForm key={session.timeZone} current={session.timeZone} />}
    </Panel>
  );
}

/** Changes the time zone for everyone. The command is in the audit, and all consoles follow at once. */
function TimeZoneForm({ current }: { readonly current: string }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand('admin.set_setting');
  const [zone, setZone] = useState(current);
  const known = [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <form
      className="mt-2 flex flex-wrap items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        void command.submit({ setting: { key: TIME_ZONE_SETTING, value: zone } });
      }}
    >
      <Field label={t('settings.setTimeZone')} className="min-w-40 flex-1">
        {(props) => (
          <Select
            {...props}
            value={zone}
            onChange={setZone}
            options={known.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={zone === current || command.submitting}>
        {t('common.save')}
      </Button>
      <p className="basis-full text-xs text-ink-3 proportional-nums">{t('settings.setTimeZoneHint')}</p>
    </form>
  );
}
