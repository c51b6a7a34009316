import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import { Handshake } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { isCompatible, PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';
import type { AuthService, SignIn } from '../auth/index.ts';
import { failureFields } from '../execute/index.ts';
import type { RealtimeStats } from './stats.ts';

/** When a client may try again whose user has too many connections; a dead one is noticed within 45 s. */
const CROWDED_RETRY_MS = 10_000;

/** A client whose handshake was accepted. */
export interface Admitted {
  readonly signIn: SignIn;
  readonly handshake: Handshake;
}

export interface HandshakeDependencies {
  readonly auth: AuthService;
  readonly logger: Logger;
  readonly stats: RealtimeStats;
  /** Whether there is room for another connection. */
  readonly hasRoom: () => boolean;
  /** Whether this user may have another connection. */
  readonly hasRoomFor: (userId: string) => boolean;
}

/** Checks every handshake before its socket connects. What is refused gets a ProtocolError as the error's `data`. */
export function checkHandshakes(io: Server, deps: HandshakeDependencies): void {
  const { logger, stats } = deps;
  const refuse = (next: (error: Error) => void, error: ProtocolError): void =>
    next(Object.assign(new Error(error.message), { data: error }));
  io.use((socket, next) => {
    admit(socket.handshake.auth, deps).then(
      (admitted) => {
        if (!admitted.ok) {
          stats.refused += 1;
          refuse(next, admitted.error);
          return;
        }
        socket.data = admitted.value;
        next();
      },
      (error: unknown) => {
        logger.error(
          { module: 'realtime', code: 'handshake_failed', ...failureFields(error) },
          'a handshake failed',
        );
        refuse(next, refused('gateway_connection_failed', {}));
      },
    );
  });
}

/** What `checkHandshakes` found out about a connected socket. */
export function admittedOf(socket: Socket): Admitted {
  // Set by the middleware above, and by nothing else.
  return socket.data as Admitted;
}

async function admit(
  input: unknown,
  { auth, hasRoom, hasRoomFor }: HandshakeDependencies,
): Promise<Result<Admitted, ProtocolError>> {
  if (!hasRoom()) return err(refused('gateway_full', {}));
  const version = z.object({ protocol: ProtocolVersion }).safeParse(input);
  if (version.success && !isCompatible(version.data.protocol)) {
    const spoken = ({ major, minor }: ProtocolVersion): string => `${major}.${minor}`;
    const versions = { gateway: spoken(PROTOCOL_VERSION), client: spoken(version.data.protocol) };
    return err(
      refused('protocol_version', versions, { field: 'client.protocol', current: PROTOCOL_VERSION }),
    );
  }
  const handshake = Handshake.safeParse(input);
  if (!handshake.success) return err(invalidFrom(handshake.error, 'handshake'));
  const signIn = await auth.authenticate(handshake.data.token);
  if (!signIn.ok) return signIn;
  if (!hasRoomFor(signIn.value.user.id))
    return err(refused('consoles_many', {}, { retryAfterMs: CROWDED_RETRY_MS }));
  return ok({ signIn: signIn.value, handshake: handshake.data });
}
