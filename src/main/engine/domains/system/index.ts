import type { EngineDomain } from '../../store/domain.ts';
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
    events: { 'system.gateway_started': note },
    rows: {},
    clear: () => undefined,
  };
}

/** The domain of the gateway's own events. */
export const systemDomain: EngineDomain = {
  name: 'system',
  projections: { system: systemProjection },
  dumps: { system: () => [] },
  activity: {
    'system.gateway_started': ({ version }) => ({ values: { version }, subject: null }),
  },
};
