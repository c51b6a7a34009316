import type { StorageOwner } from '../kernel.ts';
import { addApiKey, apiKeysProjection, useApiKey } from './api-keys.ts';
import * as m0020 from './migrations/0020-auth.ts';
import * as m0140 from './migrations/0140-people.ts';
import {
  addRefreshToken,
  pruneRefreshTokens,
  replaceRefreshToken,
  useRefreshToken,
} from './refresh-tokens.ts';
import { endSignIn, endSignIns, pruneSignIns, startSignIn, useSignIn } from './sign-ins.ts';
import { addUser, setPassword, usersProjection } from './users.ts';

/** The tables of sign-in: users, their sign-ins and refresh tokens, and API keys. */
export const authStorage: StorageOwner = {
  name: 'auth',
  migrations: { '0020-auth': m0020, '0140-people': m0140 },
  projection: { ...usersProjection, ...apiKeysProjection },
  writes: [
    addUser,
    setPassword,
    startSignIn,
    useSignIn,
    endSignIn,
    endSignIns,
    pruneSignIns,
    addRefreshToken,
    useRefreshToken,
    replaceRefreshToken,
    pruneRefreshTokens,
    addApiKey,
    useApiKey,
  ],
  retention: [
    (context) => context.write(pruneRefreshTokens, { before: context.now }),
    (context) => context.write(pruneSignIns, { before: context.now }),
  ],
};
