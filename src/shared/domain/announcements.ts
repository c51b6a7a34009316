import { z } from 'zod';

/** What an administrator tells everybody or somebody: a toast's length. */
export const Announcement = z.string().trim().min(1, 'Enter a message.').max(300);
