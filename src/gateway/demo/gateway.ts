import type { Customer } from '#shared/domain/orders.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { GatewayConfig } from '../config.ts';
import type { Executor, Principal, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';

/** The parts of a gateway that the demo needs; a running gateway has them all. */
export interface DemoGateway {
  readonly sql: Sql;
  readonly executor: Pick<Executor, 'run' | 'together'>;
  readonly config: Pick<GatewayConfig, 'workspace' | 'databasePath'>;
  readonly log: Pick<EventLog, 'head' | 'onCommit' | 'readAfter'>;
  /** Broadcasts a volatile signal (typing). */
  readonly signal?: ((signal: SignalMessage) => void) | undefined;
  /** Logs failures; the demo continues after them. */
  readonly logger?:
    | { error(fields: object, message: string): void; warn(fields: object, message: string): void }
    | undefined;
}

/** The principal of the online shop, for what happens without the team. */
export const SHOP: Principal = {
  actor: { kind: 'system', id: 'shop', name: 'Online shop' },
  permissions: new Set(PERMISSIONS),
};

/** Returns the principal of a customer, who has no permissions of the team. */
export function asCustomer(customer: Customer): Principal {
  return { actor: { kind: 'customer', id: customer.id, name: customer.name }, permissions: new Set() };
}

/** Lets other waiting work run first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
