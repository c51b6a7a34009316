import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Settings } from '#shared/bridge/settings.ts';
import { NOTIFICATION_CHOICES } from '#shared/domain/notifications.ts';
import { bridge } from '../../bridge/client.ts';
import { CustomerLink } from '../../components/customer-link.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ServerForm } from '../../components/server-form.tsx';
import { SkeletonRows } from '../../components/states.tsx';
import { failureWords } from '../../i18n/errors.ts';
import { useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { setPreference, useUi } from '../../stores/ui.ts';
import { AccountPanel } from './account-panel.tsx';
import { BrandingPanel } from './branding-panel.tsx';
import { Choice, Toggle } from './controls.tsx';
import { DiagnosticsPanel } from './diagnostics-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { ScannerPanel } from './scanner-panel.tsx';
import { SummariesPanel } from './summaries-panel.tsx';
import { WorkspacePanel } from './workspace-panel.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = ['system', 'en', 'de'] as const;

/** Settings to show and a function that changes them. */
interface SettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** Server, live updates, appearance, notifications, account, diagnostics. */
export default function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const settings = useSession((state) => state.settings);
  const change = (part: Partial<Settings>): void => {
    bridge.call('settings.set', part).then(
      (next) => useSession.setState({ settings: next }),
      (error: unknown) => {
        toast({ tone: 'crit', ...failureWords(error), sticky: true });
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
              <ConnectionPanel settings={settings} onChange={change} />
              <AppearancePanel settings={settings} onChange={change} />
              <NotificationsPanel settings={settings} onChange={change} />
              <SummariesPanel />
              <ScannerPanel />
            </div>
          )}
          <div className="flex flex-col gap-4">
            <AccountPanel />
            <WorkspacePanel />
            <BrandingPanel />
            <FilesPanel />
            <DiagnosticsPanel />
          </div>
        </div>
      </div>
    </Page>
  );
}

function ConnectionPanel({ settings, onChange }: SettingsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Panel title={t('settings.connection')} bodyClassName="p-3">
      <ServerForm key={settings.server} server={settings.server} />
      <Toggle
        label={t('settings.realtime')}
        hint={t('settings.realtimeHint')}
        checked={settings.realtime}
        onChange={(realtime) => onChange({ realtime })}
      />
      <p className="mt-3 flex items-center justify-between gap-4 border-t border-line pt-3">
        <span className="font-medium">{t('settings.chatPage')}</span>
        <CustomerLink />
      </p>
    </Panel>
  );
}

function AppearancePanel({ settings, onChange }: SettingsProps): ReactNode {
  const { t } = useTranslation();
  const nextAfterResolve = useUi((state) => state.nextAfterResolve);
  return (
    <Panel title={t('settings.appearance')} bodyClassName="px-3 pb-3">
      <Choice label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={settings.theme}
          onChange={(theme) => onChange({ theme })}
          segments={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
        />
      </Choice>
      <Choice label={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={settings.language}
          onChange={(language) => onChange({ language })}
          segments={LANGUAGES.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
        />
      </Choice>
      <Choice label={t('keyboard.title')}>
        <Link to="/settings/keyboard" className="font-medium text-accent-ink hover:underline">
          {t('shortcuts.change')}
        </Link>
      </Choice>
      <Toggle
        label={t('settings.afterResolve')}
        hint={t('settings.afterResolveHint')}
        checked={nextAfterResolve}
        onChange={(value) => setPreference({ nextAfterResolve: value })}
      />
    </Panel>
  );
}

function NotificationsPanel({ settings, onChange }: SettingsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Panel title={t('settings.notifications')} bodyClassName="px-3 pb-3">
      <Choice label={t('settings.tellMe')}>
        <Segmented
          label={t('settings.tellMe')}
          value={settings.notify}
          onChange={(notify) => onChange({ notify })}
          segments={NOTIFICATION_CHOICES.map((value) => ({ value, label: t(`settings.tell.${value}`) }))}
        />
      </Choice>
      <Toggle
        label={t('settings.notify')}
        hint={t('settings.notifyHint')}
        checked={settings.notifications}
        onChange={(notifications) => onChange({ notifications })}
      />
    </Panel>
  );
}
