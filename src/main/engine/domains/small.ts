import { TeamUser, WorkspaceSetting } from '#shared/domain/admin.ts';
import { Notification } from '#shared/domain/notifications.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../store/projection.ts';

/** The channel `notifications`. */
export function notificationsProjection({
  sql,
  changes,
}: ProjectionContext): ChannelProjection<'notifications'> {
  const put = (n: Notification): boolean => {
    sql
      .prepare('INSERT OR REPLACE INTO notifications (id, created_at, doc) VALUES (?, ?, ?)')
      .run(n.id, n.createdAt, JSON.stringify(n));
    changes.touch('notifications', n.id);
    return true;
  };
  const patch = (id: string, fields: Partial<Notification>): boolean => {
    const row = sql.prepare<[string], { doc: string }>('SELECT doc FROM notifications WHERE id = ?').get(id);
    return row ? put({ ...Notification.parse(JSON.parse(row.doc)), ...fields }) : false;
  };
  return {
    channel: 'notifications',
    tallies: [],
    events: {
      'notifications.created': (event) => put(event.data.notification),
      // Where a notification was shown is no part of it.
      'notifications.delivered': () => true,
      'notifications.read': ({ data }) => patch(data.notificationId, { readAt: data.at }),
      'notifications.dismissed': ({ data }) => patch(data.notificationId, { dismissedAt: data.at }),
      'notifications.trimmed': ({ data }) => {
        sql.prepare('DELETE FROM notifications WHERE created_at < ?').run(data.before);
        changes.touchAll('notifications');
        return true;
      },
    },
    rows: { notification: (row) => void put(Notification.parse(row)) },
    clear: () => void sql.prepare('DELETE FROM notifications').run(),
  };
}

/** The channel `system`: it has events and no rows. */
export function systemProjection({ changes }: ProjectionContext): ChannelProjection<'system'> {
  const note = (): boolean => {
    changes.touchTopic('system');
    return true;
  };
  return {
    channel: 'system',
    tallies: [],
    events: { 'system.gateway_started': note, 'system.maintenance_announced': note },
    rows: {},
    clear: () => undefined,
  };
}

/** The channel `admin`: members of the team and settings. */
export function adminProjection({ sql, changes }: ProjectionContext): ChannelProjection<'admin'> {
  const putUser = (user: TeamUser): boolean => {
    sql
      .prepare('INSERT OR REPLACE INTO users (id, name, doc) VALUES (?, ?, ?)')
      .run(user.id, user.name, JSON.stringify(user));
    changes.touch('admin', user.id);
    return true;
  };
  const putSetting = (setting: WorkspaceSetting): boolean => {
    sql
      .prepare('INSERT OR REPLACE INTO settings (key, doc) VALUES (?, ?)')
      .run(setting.key, JSON.stringify(setting));
    changes.touch('admin', setting.key);
    return true;
  };
  return {
    channel: 'admin',
    tallies: [],
    events: {
      'admin.user_created': (event) => putUser(event.data.user),
      'admin.role_changed': ({ data }) => {
        const row = sql
          .prepare<[string], { doc: string }>('SELECT doc FROM users WHERE id = ?')
          .get(data.userId);
        return row ? putUser({ ...TeamUser.parse(JSON.parse(row.doc)), role: data.role }) : false;
      },
      'admin.setting_changed': (event) => putSetting(event.data.setting),
    },
    rows: {
      user: (row) => void putUser(TeamUser.parse(row)),
      setting: (row) => void putSetting(WorkspaceSetting.parse(row)),
    },
    clear: () => {
      sql.prepare('DELETE FROM users').run();
      sql.prepare('DELETE FROM settings').run();
    },
  };
}

/** The channel `team`: who conversations can be given to. */
export function teamProjection({ sql, changes }: ProjectionContext): ChannelProjection<'team'> {
  const put = (member: TeamUser): boolean => {
    sql
      .prepare('INSERT OR REPLACE INTO team_members (id, name, doc) VALUES (?, ?, ?)')
      .run(member.id, member.name, JSON.stringify(member));
    changes.touch('team', member.id);
    return true;
  };
  return {
    channel: 'team',
    tallies: [],
    events: {
      'team.member_added': (event) => put(event.data.member),
      'team.member_changed': (event) => put(event.data.member),
    },
    rows: { member: (row) => void put(TeamUser.parse(row)) },
    clear: () => void sql.prepare('DELETE FROM team_members').run(),
  };
}

/** All rows of the channel `team`, by id. */
export const dumpTeam: Dump = function* (sql) {
  for (const { doc } of sql.raw
    .prepare<[], { doc: string }>('SELECT doc FROM team_members ORDER BY id')
    .iterate())
    yield { kind: 'member', row: JSON.parse(doc) };
};

/** All rows of the channel `notifications`, by id. */
export const dumpNotifications: Dump = function* (sql) {
  for (const { doc } of sql.raw
    .prepare<[], { doc: string }>('SELECT doc FROM notifications ORDER BY id')
    .iterate()) {
    yield { kind: 'notification', row: JSON.parse(doc) };
  }
};

/** All rows of the channel `admin`: users by id, settings by key. */
export const dumpAdmin: Dump = function* (sql) {
  for (const { doc } of sql.raw.prepare<[], { doc: string }>('SELECT doc FROM users ORDER BY id').iterate())
    yield { kind: 'user', row: JSON.parse(doc) };
  for (const { doc } of sql.raw
    .prepare<[], { doc: string }>('SELECT doc FROM settings ORDER BY key')
    .iterate()) {
    yield { kind: 'setting', row: JSON.parse(doc) };
  }
};
