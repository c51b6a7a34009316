import { addUser, findLogin, findUser, hashPasswordSync, newUser, otherAdmins } from '../auth/index.ts';
import { tableOn } from '../db/tables.ts';
import type { GatewayModule, Projection } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { settingsTable } from './tables.ts';

export const adminHandlers: GatewayModule['commands'] = {
  'admin.create_user': (context, { user, password }) => {
    if (findUser(context.sql, user.id))
      refuse('conflict', 'A user with this id already exists.', { field: 'user.id' });
    if (findLogin(context.sql, user.username))
      refuse('conflict', `The username ${user.username} is taken.`, { field: 'user.username' });
    // Not applied by the event, because that must not hold the hash.
    context.write(addUser, newUser(user, hashPasswordSync(password), context.now));
    context.emit('admin.user_created', { user });
    return { userId: user.id };
  },

  'admin.set_role': (context, { userId, role }) => {
    const user =
      findUser(context.sql, userId) ?? refuse('not_found', 'There is no such user.', { field: 'userId' });
    if (user.role === role) return {};
    if (user.role === 'admin' && otherAdmins(context.sql, userId) === 0) {
      refuse('conflict', 'The last administrator cannot be given another role.', {
        field: 'role',
        current: user.role,
      });
    }
    context.emit('admin.role_changed', { userId, role });
    return {};
  },

  'admin.set_setting': (context, { setting }) => {
    context.emit('admin.setting_changed', { setting });
    return {};
  },
};

/** Updates the table of settings from its events. */
export const adminProjection: Projection = {
  'admin.setting_changed': ({ sql }, { data }) => void tableOn(sql, settingsTable).upsert(data.setting, {}),
};
