import type { EngineDomain } from '../store/domain.ts';
import * as shown from './migrations/0070-notifications.ts';
import * as told from './migrations/0210-told.ts';
import { toldList } from './told.ts';

/** The notices as a part of the cache: the tables of shown toasts and of what the user was told. */
export const noticesPart: EngineDomain = {
  name: 'notices',
  migrations: [
    { version: 70, ...shown },
    { version: 210, ...told },
  ],
  reads: { 'notifications.list': toldList },
};
