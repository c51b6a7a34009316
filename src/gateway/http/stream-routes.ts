import { z } from 'zod';
import { Channel } from '#shared/protocol/channels.ts';
import { CHANNEL_PERMISSION, channelsFor } from '#shared/protocol/permissions.ts';
import type { SignIn } from '../auth/index.ts';
import type { ConnectionLimit } from '../connection-limit.ts';
import type { GatewayApp } from '../kernel.ts';
import type { EventStreams } from '../realtime/index.ts';
import { refuse } from '../refuse.ts';
import { openStream, positionOf } from '../sse.ts';
import type { SignInChecks } from './sign-in.ts';

const StreamQuery = z.object({
  channels: z
    .string()
    .max(400)
    .optional()
    .describe('Names of channels with commas between them; all unless set'),
});

/** What the route of the event stream needs. */
export interface StreamRouteDependencies extends Pick<SignInChecks, 'requireSignIn'> {
  readonly streams: EventStreams;
  readonly connectionLimit: ConnectionLimit;
}

/** Adds the stream of events. It ends when the application closes. */
export function streamRoutes(
  app: GatewayApp,
  { streams, requireSignIn, connectionLimit }: StreamRouteDependencies,
): void {
  app.get(
    '/api/v1/events/stream',
    {
      preParsing: requireSignIn,
      schema: {
        tags: ['events'],
        summary: 'Events as they happen, as text/event-stream; goes on after Last-Event-ID',
        querystring: StreamQuery,
      },
    },
    async (request, reply) => {
      const { signIn, query, headers } = request;
      if (!signIn) refuse('sign_in_first', {});
      const channels = channelsOf(signIn, query.channels);
      if (!streams.hasRoom(signIn.user.id) || !connectionLimit.hold(request.raw, reply.raw))
        refuse('streams_many', {}, { retryAfterMs: 10_000 });
      openStream(reply);
      streams.add(signIn, channels, reply.raw, positionOf(headers['last-event-id']));
    },
  );
  app.addHook('preClose', async () => streams.dispose());
}

/** Returns the channels of a stream: those named, or all that the user may read. */
function channelsOf({ principal: { permissions } }: SignIn, named: string | undefined): readonly Channel[] {
  if (named === undefined) return channelsFor(permissions);
  const { data: channels } = z.array(Channel).min(1).safeParse(named.split(','));
  if (!channels) refuse('request_invalid', {}, { field: 'channels' });
  for (const channel of channels) {
    const permission = CHANNEL_PERMISSION[channel];
    if (!permissions.has(permission)) refuse('missing_permission', { permission }, { permission });
  }
  return [...new Set(channels)];
}
