export {
  addApiKey,
  apiKeyRows,
  apiKeyUses,
  findApiKey,
  hashToken,
  isUsable,
  keyActorId,
  keyOfActor,
  listApiKeys,
} from './api-keys.ts';
export { BucketMap, TokenBucket } from './bucket.ts';
export type { Caller } from './grants.ts';
export { changeOwnPassword } from './own-password.ts';
export { hashPassword, isBusy as isHashingBusy } from './passwords.ts';
export { readOrCreateSecret } from './secret.ts';
export { AuthService, type SignIn } from './service.ts';
export { endSignIn, endSignIns, listSessions, ownerOf } from './sign-ins.ts';
export { authStorage } from './storage.ts';
export {
  addUser,
  countUsers,
  findLogin,
  findUser,
  hasOwnUsers,
  listUsers,
  memberRows,
  newUser,
  otherAdmins,
  principalOf,
  setPassword,
  userRows,
} from './users.ts';
