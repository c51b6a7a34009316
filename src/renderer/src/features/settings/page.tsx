import { useQuery } from '@tanstack/react-query';
import { Copy, LogOut } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/bridge/settings.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ServerForm } from '../../components/server-form.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { describeError } from '../../i18n/errors.ts';
import { useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { setPreference, useUi } from '../../stores/ui.ts';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = ['system', 'en', 'de'] as const;

/** Server, live updates, look, notifications, account, diagnostics. */
export default function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const settings = useSession((state) => state.settings);
  const singleKeys = useUi((state) => state.singleKeys);
  const set = (change: Partial<Settings>): void => {
    bridge.call('settings.set', change).then(
      (next) => useSession.setState({ settings: next }),
      (error: unknown) => {
        const { title, detail } = describeError(t, error);
        toast({ tone: 'crit', title, body: detail, sticky: true });
      },
    );
  };
  return (
    <Page title={t('settings.title')}>
      <div className="h-full overflow-auto">
        <div className="mx-auto grid max-w-[1080px] grid-cols-1 items-start gap-4 p-4 min-[980px]:grid-cols-2">
          {settings === null ? (
            <SkeletonRows />
          ) : (
            <div className="flex flex-col gap-4">
              <Panel title={t('settings.connection')} bodyClassName="p-3">
                <ServerForm key={settings.server} server={settings.server} />
                <Toggle
                  label={t('settings.realtime')}
                  hint={t('settings.realtimeHint')}
                  checked={settings.realtime}
                  onChange={(realtime) => set({ realtime })}
                />
              </Panel>
              <Panel title={t('settings.appearance')} bodyClassName="px-3 pb-3">
                <Choice label={t('settings.theme')}>
                  <Segmented
                    label={t('settings.theme')}
                    value={settings.theme}
                    onChange={(theme) => set({ theme })}
                    segments={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
                  />
                </Choice>
                <Choice label={t('settings.language')}>
                  <Segmented
                    label={t('settings.language')}
                    value={settings.language}
                    onChange={(language) => set({ language })}
                    segments={LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
                  />
                </Choice>
                <Toggle
                  label={t('settings.singleKeys')}
                  hint={t('settings.singleKeysHint')}
                  checked={singleKeys}
                  onChange={(value) => setPreference({ singleKeys: value })}
                />
              </Panel>
              <Panel title={t('settings.notifications')} bodyClassName="px-3 pb-3">
                <Toggle
                  label={t('settings.notify')}
                  hint={t('settings.notifyHint')}
                  checked={settings.notifications}
                  onChange={(notifications) => set({ notifications })}
                />
              </Panel>
            </div>
          )}
          <div className="flex flex-col gap-4">
            <Account />
            <Diagnostics />
          </div>
        </div>
      </div>
    </Page>
  );
}

function Choice({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="flex min-h-11 items-center gap-4 border-b border-line last:border-0">
      <span className="flex-1 font-medium">{label}</span>
      {children}
    </div>
  );
}

function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="flex items-center gap-4 pt-3">
      <div className="flex-1">
        <p className="font-medium">{label}</p>
        <p id={id} className="text-xs text-ink-3">
          {hint}
        </p>
      </div>
      <Switch label={label} checked={checked} onChange={onChange} />
    </div>
  );
}

function Account(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  if (session?.user == null) return null;
  return (
    <Panel
      title={t('settings.security')}
      bodyClassName="p-3"
      actions={
        <Button
          size="sm"
          icon={LogOut}
          onClick={() => void bridge.call('session.sign_out', {}).catch(() => undefined)}
        >
          {t('actions.signOut')}
        </Button>
      }
    >
      <dl>
        <DetailRow label={t('settings.signedInAs')}>
          {session.user.name} <span className="text-ink-3">({t(`roles.${session.user.role}`)})</span>
        </DetailRow>
        <DetailRow label={t('settings.secretStore')}>
          {t(`settings.secretStores.${session.secretStore}`)}
        </DetailRow>
        <DetailRow label={t('settings.timeZone')}>{session.timeZone}</DetailRow>
        <DetailRow label={t('settings.currency')}>{session.currency}</DetailRow>
        <DetailRow label={t('settings.permissions')}>
          <span className="flex flex-wrap gap-1">
            {session.permissions.map((permission) => (
              <Badge key={permission}>{permission}</Badge>
            ))}
          </span>
        </DetailRow>
      </dl>
    </Panel>
  );
}

function Diagnostics(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useQuery({ queryKey: ['app', 'info'], queryFn: () => bridge.call('app.info', {}) });
  const query = useQuery({
    queryKey: ['activity', 'diagnostics'],
    queryFn: () => bridge.call('app.diagnostics', {}),
    meta: { intervalMs: 2000 },
  });
  const data = query.data;
  const copy = (): void => {
    navigator.clipboard.writeText(JSON.stringify({ ...info.data, ...data }, null, 2)).then(
      () => toast({ tone: 'ok', title: t('common.copied') }),
      (error: unknown) => toast({ tone: 'crit', title: t('errors.unknown'), body: String(error) }),
    );
  };
  return (
    <Panel
      title={t('settings.diagnostics')}
      bodyClassName="p-3"
      actions={
        <Button size="sm" icon={Copy} disabled={data === undefined} onClick={copy}>
          {t('common.copy')}
        </Button>
      }
    >
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {data?.quarantined != null && (
        <p className="mb-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
          {t('settings.quarantinedBody', { path: data.quarantined })}
        </p>
      )}
      <dl>
        {info.data && (
          <>
            <DetailRow label={t('settings.version')}>{info.data.version}</DetailRow>
            <DetailRow label={t('settings.host')}>
              {t(`settings.hosts.${info.data.host}`)} · {info.data.platform}
            </DetailRow>
            <DetailRow label={t('settings.profile')}>{info.data.profile}</DetailRow>
          </>
        )}
        {data && (
          <>
            <DetailRow label={t('settings.cachedEvents')}>{format.integer(data.cachedEvents)}</DetailRow>
            <DetailRow label={t('settings.cacheBytes')}>{format.bytes(data.cacheBytes)}</DetailRow>
            <DetailRow label={t('settings.appliedEvents')}>{format.integer(data.appliedEvents)}</DetailRow>
            <DetailRow label={t('settings.duplicateEvents')}>
              {format.integer(data.duplicateEvents)}
            </DetailRow>
            <DetailRow label={t('settings.refusedEvents')}>{format.integer(data.refusedEvents)}</DetailRow>
            <DetailRow label={t('settings.outboxPending')}>{format.integer(data.outboxPending)}</DetailRow>
            <DetailRow label={t('settings.cursors')}>
              <span className="text-xs text-ink-2">
                {Object.entries(data.cursors)
                  .map(([channel, seq]) => `${channel} ${format.integer(seq ?? 0)}`)
                  .join(' · ') || '–'}
              </span>
            </DetailRow>
          </>
        )}
      </dl>
    </Panel>
  );
}
