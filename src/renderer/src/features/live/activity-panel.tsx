import { Pause, Play } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIVITY_ACTORS, type ActivityActors } from '#shared/bridge/live.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { channelsFor } from '#shared/protocol/permissions.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Panel } from '../../components/panel.tsx';
import type { WidgetProps } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';
import { ActivityList } from './activity-list.tsx';

const SELECT = '!h-[26px] !min-h-[26px] min-w-0 flex-1 text-xs';

/**
 * Everything that happens, newest first, or what happens in one channel or by some people. New rows are inserted on top; while the
 * reader has scrolled down or paused the list, they are held back.
 */
export default function ActivityPanel({ options }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Channel | 'all' | null>(null);
  const [who, setWho] = useState<ActivityActors | 'all'>('all');
  const [paused, setPaused] = useState(false);
  const permissions = useSession((state) => state.session?.permissions);
  const channels = channelsFor(permissions ?? []);
  const shown = filter ?? channels.find((channel) => channel === options['channel']) ?? 'all';
  return (
    <Panel
      title={t('live.activity.title')}
      className="h-full overflow-hidden"
      bodyClassName="flex flex-col"
      actions={
        <Button
          size="sm"
          icon={paused ? Play : Pause}
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {paused ? t('live.activity.resume') : t('live.activity.pause')}
        </Button>
      }
    >
      <OfflineNote />
      <div data-controls className="flex gap-2 border-b border-line px-3 py-1.5">
        <Select<Channel | 'all'>
          aria-label={t('live.activity.filter')}
          value={shown}
          onChange={setFilter}
          className={SELECT}
          options={[
            { value: 'all', label: t('live.activity.all') },
            ...channels.map((channel) => ({ value: channel, label: t(`channels.${channel}`) })),
          ]}
        />
        <Select<ActivityActors | 'all'>
          aria-label={t('live.activity.who')}
          value={who}
          onChange={setWho}
          className={SELECT}
          options={[
            { value: 'all', label: t('live.activity.everyone') },
            ...ACTIVITY_ACTORS.map((one) => ({ value: one, label: t(`live.activity.actors.${one}`) })),
          ]}
        />
      </div>
      <ActivityList
        key={`${shown} ${who}`}
        channel={shown === 'all' ? null : shown}
        who={who === 'all' ? null : who}
        paused={paused}
      />
    </Panel>
  );
}
