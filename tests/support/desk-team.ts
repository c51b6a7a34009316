import { v7 as uuidv7 } from 'uuid';
import type { TeamUser } from '#shared/domain/admin.ts';
import type { Availability } from '#shared/domain/assignment.ts';
import type { Conversation } from '#shared/domain/chat.ts';
import { sweepQueues } from '../../src/gateway/assignment/claim.ts';
import { postCustomerMessage, readConversation } from '../../src/gateway/chat/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { handshake, TestClient } from './client.ts';
import { makeCustomer } from './make/order.ts';
import { RoomTeam } from './room-team.ts';
import { runNow } from './run-now.ts';

/** A gateway's support team, with customers who write. */
export class DeskTeam extends RoomTeam {
  readonly #clients: TestClient[] = [];

  /** Connects somebody's socket, and sets their availability. */
  async connect(user: TeamUser, state: Availability | null = 'online'): Promise<TestClient> {
    const client = new TestClient(this.gateway.url, handshake(await this.token(user), {}));
    this.#clients.push(client);
    await client.untilReceived('welcome');
    if (state !== null) {
      const reply = await client.command('assignment.set_availability', { state });
      if (!reply.ok) throw new Error(reply.error.message);
    }
    return client;
  }

  /** A customer opens a conversation and writes, at a time, ms; with a team, it is given to it first. Returns its id. */
  open(teamId: string | null = null, at = Date.now()): string {
    const conversationId = uuidv7();
    const customer = makeCustomer({ id: uuidv7(), name: 'Kim' });
    const actor = { kind: 'customer', id: customer.id, name: customer.name } as const;
    const principal = { actor, permissions: new Set(['chat:read', 'chat:write'] as const) };
    runNow(this.gateway.gateway.executor, principal, at, (context) => {
      const opened = { conversationId, customer, subject: null, orderIds: [] };
      context.dispatch('chat.open_conversation', opened);
      if (teamId !== null) context.emit('chat.team_changed', { conversationId, teamId });
      postCustomerMessage(context, { conversationId, messageId: uuidv7(), body: 'Where is my order?' });
    });
    return conversationId;
  }

  /** Makes a team of some members. Returns its id. */
  async team(by: TeamUser, name: string, members: readonly TeamUser[], automatic = true): Promise<string> {
    const teamId = uuidv7();
    const memberIds = members.map(({ id }) => id);
    const content = { teamId, name, memberIds, automatic, intake: false, archived: false };
    const refused = await this.as(by, 'assignment.save_team', { ...content, seen: null });
    if (refused !== null) throw new Error(refused);
    return teamId;
  }

  /** Lets the gateway look at its queues now. */
  sweep(): void {
    runNow(this.gateway.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), sweepQueues);
  }

  talk(conversationId: string): Conversation | undefined {
    return readConversation(this.gateway.gateway.sql, conversationId)?.conversation;
  }

  assignee(conversationId: string): string | null {
    return this.talk(conversationId)?.assigneeId ?? null;
  }

  override async dispose(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await super.dispose();
  }
}
