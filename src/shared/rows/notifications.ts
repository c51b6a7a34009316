import type { CodedText } from '../domain/coded-text.ts';
import { Notification } from '../domain/notifications.ts';
import type { Subject } from '../domain/subject.ts';
import { defineRow, nullableJson } from './define.ts';

/** Notifications. */
export const notificationRow = defineRow({
  kind: 'notification',
  schema: Notification,
  key: ['id'],
  codecs: { subject: nullableJson<Subject>(), text: nullableJson<CodedText>() },
});
