import { alerts } from './alerts.ts';
import { chat } from './chat.ts';
import { inventory } from './inventory.ts';
import { live } from './live.ts';
import { shell } from './shell.ts';

/** English, complete: the other languages have these keys and no others. */
export const en = { ...shell, ...live, ...inventory, ...alerts, ...chat } as const;

/** The shape another language must have: the same keys, any words. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
