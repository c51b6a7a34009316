export { BucketMap, TokenBucket } from './bucket.ts';
export { hashPassword, hashPasswordSync } from './passwords.ts';
export { readOrCreateSecret } from './secret.ts';
export { AuthService, SESSION_ENDED, type Session } from './service.ts';
export {
  eachUser,
  findLogin,
  findUser,
  insertUser,
  principalOf,
  setUserRole,
} from './users.ts';
