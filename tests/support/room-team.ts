import { v7 as uuidv7 } from 'uuid';
import type { Role, TeamUser } from '#shared/domain/admin.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { TestEngine } from './engine.ts';
import type { TestGateway } from './gateway.ts';
import { makeCommand } from './make/command.ts';
import { makeUser } from './make/user.ts';
import { runNow } from './run-now.ts';

/** A gateway's team, whose members talk in rooms. */
export class RoomTeam {
  readonly gateway: TestGateway;
  readonly #consoles: TestEngine[] = [];

  constructor(gateway: TestGateway) {
    this.gateway = gateway;
  }

  /** Adds somebody who can sign in. */
  add(username: string, role: Role = 'agent'): TeamUser {
    const user = makeUser({ username, name: username, role });
    const { executor } = this.gateway.gateway;
    runNow(executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
      context.write(addUser, newUser(user, null, context.now, true));
    });
    return user;
  }

  async token({ username }: TeamUser): Promise<string> {
    const grant = await this.gateway.gateway.auth.persona(username);
    if (!grant.ok) throw new Error(grant.error.message);
    return grant.value.accessToken;
  }

  /** Runs a command as somebody, like one of theirs that arrives at the gateway. Returns why it was refused. */
  async as<T extends CommandType>(user: TeamUser, type: T, data: CommandData<T>): Promise<string | null> {
    const principal: Principal = {
      actor: { kind: 'user', id: user.id, name: user.name },
      permissions: new Set(ROLE_PERMISSIONS[user.role]),
    };
    const reply = await this.gateway.gateway.executor.submit(principal, makeCommand(type, data));
    return reply.ok ? null : (reply.error.why?.id ?? reply.error.code);
  }

  /** Posts a message. Returns its id. */
  async post(user: TeamUser, roomId: string, body: string, mentions: string[] = []): Promise<string> {
    const messageId = uuidv7();
    const refused = await this.as(user, 'rooms.post', { roomId, messageId, body, mentions, shared: null });
    if (refused !== null) throw new Error(refused);
    return messageId;
  }

  /** Opens somebody's console and waits until it is live. */
  async console(user: TeamUser): Promise<TestEngine> {
    const console_ = new TestEngine({ token: () => this.token(user) });
    this.#consoles.push(console_);
    const account = { server: this.gateway.url, userId: user.id, userName: user.name };
    await console_.open({ ...account, permissions: ROLE_PERMISSIONS[user.role] });
    await console_.untilLive();
    return console_;
  }

  async dispose(): Promise<void> {
    for (const console_ of this.#consoles.splice(0)) await console_.dispose();
    await this.gateway.stop();
  }
}

/** Returns the texts of a room's messages as a console has them, oldest first; null if it does not have the room. */
export async function textsIn(console_: TestEngine, roomId: string): Promise<string[] | null> {
  const read = await console_.engine.read('rooms.messages', { roomId, after: null, limit: 200 });
  return read.ok ? read.value.rows.map(({ body }) => body).reverse() : null;
}
