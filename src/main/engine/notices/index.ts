import type { EngineDomain } from '../store/domain.ts';
import * as shown from './migrations/0070-notifications.ts';

/** What the cache remembers of toasts. */
export const noticesPart: EngineDomain = { name: 'notices', migrations: [{ version: 70, ...shown }] };
