import { z } from 'zod';
import { isSettingValid, type User } from '#shared/domain/admin.ts';
import { brandingChanges, isBrandingValid } from '#shared/domain/branding.ts';
import { isPermission } from '#shared/protocol/permissions.ts';
import {
  addApiKey,
  addUser,
  endSignIn,
  endSignIns,
  findApiKey,
  findLogin,
  findUser,
  hashPassword,
  hashToken,
  isHashingBusy,
  newUser,
  otherAdmins,
  ownerOf,
  setPassword,
} from '../auth/index.ts';
import { tableOn } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Projection } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readBranding, readSetting } from './queries.ts';
import { settingsTable } from './tables.ts';

/** Hashes a password before its command is queued: a hash takes 20 ms, which no other command should wait for. */
async function hashOf({ password }: { readonly password: string }): Promise<string> {
  if (isHashingBusy()) refuse('passwords_busy', {}, { retryAfterMs: 1000 });
  return hashPassword(password);
}

/** What commands with passwords need before their transaction. */
export const adminPreparations: NonNullable<GatewayModule['preparations']> = {
  'admin.create_user': hashOf,
  'admin.reset_password': hashOf,
};

function userOf(context: CommandContext, userId: string): User {
  return findUser(context.sql, userId) ?? refuse('unknown_user', {}, { field: 'userId' });
}

/** Refuses what would leave nobody who can administrate. */
function keepAnAdmin(
  context: CommandContext,
  user: User,
  field: string,
  id: 'last_admin_role' | 'last_admin_disable',
): void {
  if (user.role !== 'admin' || user.disabledAt !== null || otherAdmins(context.sql, user.id) > 0) return;
  refuse(id, {}, { field, current: user.role });
}

function endSessions(context: CommandContext, userId: string): void {
  context.write(endSignIns, { userId, except: null, at: context.now });
}

/** Handlers of the commands on users, API keys and settings. */
export const adminHandlers: GatewayModule['commands'] = {
  'admin.create_user': (context, { user }) => {
    const passwordHash = z.string().parse(context.prepared);
    if (findUser(context.sql, user.id)) refuse('duplicate_id', {}, { field: 'user.id' });
    if (findLogin(context.sql, user.username))
      refuse('username_taken', { username: user.username }, { field: 'user.username' });
    // Not applied by the event, because that must not hold the hash.
    context.write(addUser, newUser(user, passwordHash, context.now));
    context.emit('admin.user_created', { user });
    return { userId: user.id };
  },

  'admin.set_role': (context, { userId, role }) => {
    const user = userOf(context, userId);
    if (user.role === role) return {};
    keepAnAdmin(context, user, 'role', 'last_admin_role');
    context.emit('admin.role_changed', { userId, role });
    return {};
  },

  'admin.disable_user': (context, { userId }) => {
    const user = userOf(context, userId);
    if (user.disabledAt !== null) return {};
    keepAnAdmin(context, user, 'userId', 'last_admin_disable');
    endSessions(context, userId);
    context.emit('admin.user_disabled', { userId });
    return {};
  },

  'admin.enable_user': (context, { userId }) => {
    if (userOf(context, userId).disabledAt !== null) context.emit('admin.user_enabled', { userId });
    return {};
  },

  'admin.reset_password': (context, { userId }) => {
    const passwordHash = z.string().parse(context.prepared);
    userOf(context, userId);
    context.write(setPassword, { userId, passwordHash });
    endSessions(context, userId);
    context.emit('admin.password_changed', { userId });
    return {};
  },

  'admin.end_sessions': (context, { userId, sessionId }) => {
    userOf(context, userId);
    if (sessionId === null) endSessions(context, userId);
    else {
      if (ownerOf(context.sql, sessionId) !== userId) refuse('unknown_session', {}, { field: 'sessionId' });
      context.write(endSignIn, { family: sessionId, at: context.now });
    }
    context.emit('admin.sessions_ended', { userId, sessionId });
    return {};
  },

  'admin.create_api_key': (context, { keyId, name, permissions, expiresAt, key: secret }) => {
    const held = context.principal.permissions;
    for (const permission of permissions) {
      if (!isPermission(permission)) refuse('unknown_permission', { permission }, { field: 'permissions' });
      if (!held.has(permission)) refuse('missing_permission', { permission }, { permission });
    }
    if (expiresAt !== null && expiresAt <= context.now) refuse('expiry_past', {}, { field: 'expiresAt' });
    if (findApiKey(context.sql, keyId)) refuse('duplicate_id', {}, { field: 'keyId' });
    const createdAt = context.now;
    const key = {
      id: keyId,
      name,
      permissions: [...new Set(permissions)],
      createdAt,
      expiresAt,
      revokedAt: null,
    };
    context.write(addApiKey, { key, hash: hashToken(secret) });
    context.emit('admin.api_key_created', { key });
    return { keyId };
  },

  'admin.revoke_api_key': (context, { keyId }) => {
    const key = findApiKey(context.sql, keyId) ?? refuse('unknown_api_key', {}, { field: 'keyId' });
    if (key.revokedAt === null) context.emit('admin.api_key_revoked', { keyId });
    return {};
  },

  'admin.set_setting': (context, { setting }) => {
    if (!isSettingValid(setting)) refuse('time_zone', {}, { field: 'setting.value' });
    if (!isBrandingValid(setting)) refuse('branding_value', {}, { field: 'setting.value' });
    if (readSetting(context.sql, setting.key)?.value === setting.value) return {};
    context.emit('admin.setting_changed', { setting });
    return {};
  },

  'admin.set_branding': (context, { branding, seen }) => {
    const current = readBranding(context.sql);
    if (brandingChanges(current, seen).length > 0) refuse('branding_changed', {}, { field: 'seen', current });
    for (const setting of brandingChanges(current, branding))
      context.emit('admin.setting_changed', { setting });
    return {};
  },
};

/** Updates the table of settings from its events. */
export const adminProjection: Projection = {
  'admin.setting_changed': ({ sql }, { data }) => void tableOn(sql, settingsTable).upsert(data.setting, {}),
};
