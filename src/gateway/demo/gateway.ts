import type { Customer } from '#shared/domain/orders.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Executor, Principal, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';

/** What the demo needs of a gateway; the running gateway's own parts fit. */
export interface DemoGateway {
  readonly sql: Sql;
  readonly executor: Pick<Executor, 'run' | 'together'>;
  readonly config: { readonly workspace: { readonly timeZone: string } };
  readonly log: Pick<EventLog, 'head' | 'onCommit' | 'readAfter'>;
  /** Broadcasts a volatile signal (typing); left out where nobody listens. */
  readonly signal?: ((signal: SignalMessage) => void) | undefined;
  /** Where failures go; the demo goes on after them. */
  readonly logger?:
    | { error(fields: object, message: string): void; warn(fields: object, message: string): void }
    | undefined;
}

/** The shop front: what happens without anybody of the team. */
export const SHOP: Principal = {
  actor: { kind: 'system', id: 'shop', name: 'Online shop' },
  permissions: new Set(PERMISSIONS),
};

/** A customer acts for themselves and holds no permission of the team's. */
export function asCustomer(customer: Customer): Principal {
  return { actor: { kind: 'customer', id: customer.id, name: customer.name }, permissions: new Set() };
}

/** Lets everything else that waits run first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
