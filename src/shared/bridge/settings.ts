import { z } from 'zod';
import { AlertDelivery } from '../domain/alert-delivery.ts';
import { EmojiChoices } from '../domain/emoji.ts';
import { Id } from '../domain/ids.ts';
import { NOTIFICATION_CHOICES } from '../domain/notifications.ts';
import { ShortcutChoices } from '../domain/shortcuts.ts';
import { method, Nothing, stream } from './contract.ts';

/** The settings of this installation. */
export const Settings = z.object({
  server: z.string().max(300),
  realtime: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  /** Whether toasts are also shown as native notifications while the window is not looked at. */
  notifications: z.boolean(),
  /** The users who have dismissed the first steps of the demo store. */
  firstStepsDone: z.array(Id).max(100),
  /** After how long without any input the user counts as away, minutes. */
  awayAfterMinutes: z.int().min(1).max(240),
  /** What the user is told about. */
  notify: z.enum(NOTIFICATION_CHOICES),
  /** The keys that users have chosen for shortcuts. Who is not listed has the standard keys. */
  shortcuts: ShortcutChoices,
  /** The skin tone of emoji that users have chosen, and those they used last. */
  emoji: EmojiChoices,
  /** How each user is told about alerts. Who is not listed is told about all. */
  alertDelivery: z.array(z.object({ userId: Id, choice: AlertDelivery })).max(100),
});
export type Settings = z.infer<typeof Settings>;

/** Methods of the settings. */
export const settingsMethods = {
  'settings.get': method('anyone', Nothing, Settings),
  /** Changes the given settings. A server address must be http(s) without a path; changing it signs the user out. */
  'settings.set': method('anyone', Settings.partial().strict(), Settings),
} as const;

/** The stream of the settings. */
export const settingsStreams = {
  'settings.changed': stream('anyone', Nothing, Settings),
} as const;
