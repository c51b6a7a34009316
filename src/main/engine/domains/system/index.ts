import type { EngineDomain, NewsSource } from '../../store/domain.ts';
import type { ChannelProjection, ProjectionContext } from '../../store/projection.ts';

/** Projects the channel `system`, which has events but no rows. */
function systemProjection({ changes }: ProjectionContext): ChannelProjection<'system'> {
  const note = (): boolean => {
    changes.touchTopic('system');
    return true;
  };
  return {
    channel: 'system',
    tallies: [],
    events: { 'system.gateway_started': note, 'system.announced': note },
    rows: {},
    clear: () => undefined,
  };
}

/** An announcement is news for all who receive it. A catch-up does not count it, but the notification centre has it. */
const announced: NewsSource<'system.announced'> = {
  kind: 'told',
  isNews: () => true,
  toast: ({ id, actor, data: { message, userId } }) => ({
    id,
    category: 'system',
    severity: 'warning',
    message: 'toast.announced',
    values: { author: (actor?.name ?? '').slice(0, 300), message },
    subject: null,
    about: userId === null ? 'team' : 'me',
  }),
};

/** The domain of the gateway's own events. */
export const systemDomain: EngineDomain = {
  name: 'system',
  projections: { system: systemProjection },
  dumps: { system: () => [] },
  activity: {
    'system.gateway_started': ({ version }) => ({ values: { version }, subject: null }),
    'system.announced': ({ message }) => ({ values: { message }, subject: null }),
  },
  news: { 'system.announced': announced },
};
