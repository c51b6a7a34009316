import type { Socket } from 'socket.io';
import type { WorkspaceMessage } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { AuthService } from '../auth/index.ts';
import type { Connection } from './connection.ts';
import type { RealtimeStats } from './stats.ts';

/** Is told when users begin and end connections. */
export interface PresenceListener {
  connected(userId: string): void;
  disconnected(userId: string): void;
}

/** The open connections, by socket id. */
export class Connections {
  readonly #auth: Pick<AuthService, 'standing'>;
  readonly #stats: RealtimeStats;
  readonly #presence: PresenceListener | null;
  readonly #open = new Map<string, Connection>();
  readonly #perUser = new Map<string, number>();

  constructor(auth: Pick<AuthService, 'standing'>, stats: RealtimeStats, presence: PresenceListener | null) {
    this.#auth = auth;
    this.#stats = stats;
    this.#presence = presence;
  }

  get size(): number {
    return this.#open.size;
  }

  get(socketId: string): Connection | undefined {
    return this.#open.get(socketId);
  }

  /** Keeps a connection until its socket disconnects, then closes it. */
  add(connection: Connection): void {
    const { socket, userId } = connection;
    this.#open.set(socket.id, connection);
    this.#perUser.set(userId, this.of(userId) + 1);
    this.#stats.connections = this.#open.size;
    this.#presence?.connected(userId);
    socket.on('disconnect', () => {
      connection.close();
      this.#open.delete(socket.id);
      if (this.of(userId) > 1) this.#perUser.set(userId, this.of(userId) - 1);
      else this.#perUser.delete(userId);
      this.#presence?.disconnected(userId);
      this.#stats.connections = this.#open.size;
    });
  }

  /** The number of a user's connections. */
  of(userId: string): number {
    return this.#perUser.get(userId) ?? 0;
  }

  /** Ends the connections whose clients have stopped reading. */
  endUnread(): void {
    const now = performance.now();
    for (const connection of this.#open.values()) connection.endIfUnread(now);
  }

  /** The connection over an Engine.IO transport connection; undefined before its handshake. */
  over(transport: Socket['conn']): Connection | undefined {
    return [...this.#open.values()].find(({ socket }) => socket.conn === transport);
  }

  /** Ends the connections of a sign-in that has ended. */
  endSignIn(family: string): void {
    for (const connection of this.#open.values())
      if (connection.family === family) connection.end(refused('session_ended', {}));
  }

  /**
   * Ends the connections of these users (null: of all) whose sign-in is not valid any more, or whose role has changed. A
   * connection keeps the permissions it started with; the client reconnects with the new ones.
   */
  recheck(userIds: ReadonlySet<string> | null): void {
    for (const connection of this.#open.values()) {
      if (userIds && !userIds.has(connection.userId)) continue;
      const ended = this.#auth.standing(connection.signIn);
      if (ended) connection.end(ended);
    }
  }

  /** Sends a message to all that were welcomed. */
  tell(name: 'workspace', message: WorkspaceMessage): void {
    for (const { socket } of this.#open.values()) socket.emit(name, message);
  }

  /** Stops all connections; their sockets are disconnected by the caller. */
  close(): void {
    for (const connection of this.#open.values()) connection.close();
  }
}
