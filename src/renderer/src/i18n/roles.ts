import type { i18n } from 'i18next';
import { translateDynamic } from './index.ts';

/** Returns the name of a role; the role itself if it is unknown. */
export function roleName(i18n: i18n, role: string): string {
  return translateDynamic(i18n, `roles.${role}`, {}, role);
}
