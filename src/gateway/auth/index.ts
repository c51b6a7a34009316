export { BucketMap, TokenBucket } from './bucket.ts';
export { hashPassword, hashPasswordSync } from './passwords.ts';
export { readOrCreateSecret } from './secret.ts';
export { AuthService, SIGN_IN_ENDED, type SignIn } from './service.ts';
export { authStorage } from './storage.ts';
export {
  addUser,
  findLogin,
  findUser,
  newUser,
  otherAdmins,
  principalOf,
  userRows,
} from './users.ts';
