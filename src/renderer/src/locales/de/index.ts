import type { en, Words } from '../en/index.ts';
import { alerts } from './alerts.ts';
import { chat } from './chat.ts';
import { inventory } from './inventory.ts';
import { live } from './live.ts';
import { shell } from './shell.ts';

/** German, complete. */
export const de: Words<typeof en> = { ...shell, ...live, ...inventory, ...alerts, ...chat };
