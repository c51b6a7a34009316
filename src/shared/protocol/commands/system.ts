import { z } from 'zod';
import { Announcement } from '../../domain/announcements.ts';
import { Id } from '../../domain/ids.ts';
import { command } from './define.ts';

/** Commands about the gateway itself. */
export const systemCommands = {
  /** Tells everybody something, or the user who is named. */
  'system.announce': command({
    input: z.strictObject({ message: Announcement, userId: Id.nullable() }),
    output: z.object({}),
    permission: 'system:announce',
    subject: () => 'announcements',
  }),
} as const;
