import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { GatewayConfig } from '../config.ts';
import type { Clock } from '../execute/index.ts';
import type { Executor, Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';

/** What the widget needs of a gateway; the running gateway's own parts fit, with its secret and clock. */
export interface WidgetDependencies {
  readonly config: GatewayConfig;
  readonly executor: Pick<Executor, 'run'>;
  readonly log: Pick<EventLog, 'head' | 'onCommit' | 'readAfter'>;
  /** A read-only connection. */
  readonly readSql: Sql;
  /** Signs the customers' tokens. */
  readonly secret: string;
  readonly clock: Clock;
  /** Tells the team that a customer is typing. */
  signal(signal: SignalMessage): void;
  /** Hears that one of the team is typing. Called when the first page listens. Returns the way to stop. */
  onSignal(listener: (signal: SignalMessage) => void): () => void;
}
