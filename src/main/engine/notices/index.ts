import type { EngineDomain } from '../store/domain.ts';
import * as shown from './migrations/0070-notifications.ts';

/** The notices as a part of the cache: the table of shown toasts. */
export const noticesPart: EngineDomain = { name: 'notices', migrations: [{ version: 70, ...shown }] };
