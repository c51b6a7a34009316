import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { AuthService, SignIn } from '../auth/index.ts';
import { CommandError } from '../kernel.ts';
import { refuse } from '../refuse.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's sign-in; set by `requireSignIn` and `authorise`, null on routes without them. */
    signIn: SignIn | null;
  }
}

type SignInHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** The `preParsing` hooks that check access tokens: before a body is read, so that a stranger learns nothing about it. */
export interface SignInChecks {
  /** Requires a valid access token. */
  readonly requireSignIn: SignInHook;
  /** Requires a valid access token of a user with the permission. */
  authorise(permission: Permission): SignInHook;
}

/** Creates the hooks that check `Authorization: Bearer TOKEN`, with an access token or an API key. */
export function createSignInChecks(auth: AuthService): SignInChecks {
  async function requireSignIn(request: FastifyRequest): Promise<void> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      refuse('token_missing', {});
    }
    const signIn = await auth.authenticate(token);
    if (!signIn.ok) throw new CommandError(signIn.error);
    request.signIn = signIn.value;
    auth.used(signIn.value, request.clientAddress);
  }
  return {
    requireSignIn,
    authorise: (permission) => async (request) => {
      await requireSignIn(request);
      if (request.signIn?.principal.permissions.has(permission)) return;
      refuse('missing_permission', { permission }, { permission });
    },
  };
}
