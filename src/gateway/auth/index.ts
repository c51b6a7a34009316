export { BucketMap, TokenBucket } from './bucket.ts';
export { hashPassword, hashPasswordSync } from './passwords.ts';
export { readOrCreateSecret } from './secret.ts';
export { AuthService, SIGN_IN_ENDED, type SignIn } from './service.ts';
export { authStorage, pruneRefreshTokens } from './storage.ts';
export {
  findLogin,
  findUser,
  insertUser,
  otherAdmins,
  principalOf,
  setUserRole,
  userRows,
} from './users.ts';
