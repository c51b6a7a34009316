import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal } from '../kernel.ts';

/** The principal of the gateway's own work. */
export const SYSTEM_PRINCIPAL: Principal = {
  actor: { kind: 'system', id: 'system', name: 'Quayside' },
  permissions: new Set(PERMISSIONS),
};
