import { useTranslation } from 'react-i18next';
import { channelsFor } from '#shared/protocol/permissions.ts';
import type { WidgetOption } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';

/** The channels that the activity list may be narrowed to. */
export const useChannelChoices: WidgetOption['useChoices'] = () => {
  const { t } = useTranslation();
  const permissions = useSession((state) => state.session?.permissions);
  return [
    { value: 'all', label: t('live.activity.all') },
    ...channelsFor(permissions ?? []).map((channel) => ({ value: channel, label: t(`channels.${channel}`) })),
  ];
};
