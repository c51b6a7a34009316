import type { StorageOwner } from '../kernel.ts';
import * as m0020 from './migrations/0020-auth.ts';
import { addRefreshToken, pruneRefreshTokens, revokeFamily, useRefreshToken } from './refresh-tokens.ts';
import { addUser, usersProjection } from './users.ts';

/** The tables of sign-in: users and refresh tokens. */
export const authStorage: StorageOwner = {
  name: 'auth',
  migrations: { '0020-auth': m0020 },
  projection: usersProjection,
  writes: [addUser, addRefreshToken, useRefreshToken, revokeFamily, pruneRefreshTokens],
  retention: [(context) => context.write(pruneRefreshTokens, { before: context.now })],
};
