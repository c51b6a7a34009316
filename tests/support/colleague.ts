import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';

/** Somebody who works at the same store over REST, while a test looks at the console. */
export interface Colleague {
  /** Runs a command at the gateway. Rejects if it is refused. */
  run<T extends CommandType>(type: T, data: CommandData<T>): Promise<void>;
  /** For a connection of their own. */
  readonly token: string;
}

async function post(url: string, body: unknown, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

const Grant = z.object({ accessToken: z.string() });

function colleagueOf(gateway: string, grant: unknown): Colleague {
  const { accessToken } = Grant.parse(grant);
  return {
    token: accessToken,
    async run(type, data) {
      await post(`${gateway}/api/v1/commands/${type}`, { id: uuidv7(), data }, accessToken);
    },
  };
}

/** Signs one of the demo's people in at a gateway. */
export async function signInColleague(gateway: string, username: string): Promise<Colleague> {
  return colleagueOf(gateway, await post(`${gateway}/api/v1/auth/persona`, { username }));
}

/** Signs a user in with their password. */
export async function signInUser(
  gateway: string,
  account: { readonly username: string; readonly password: string },
): Promise<Colleague> {
  return colleagueOf(gateway, await post(`${gateway}/api/v1/auth/login`, account));
}

/** Opens a conversation that nobody of the demo works on. Returns its id. */
export async function openTalk(colleague: Colleague, customer: string): Promise<string> {
  const conversationId = uuidv7();
  await colleague.run('chat.open_conversation', {
    conversationId,
    customer: { id: uuidv7(), name: customer, email: null },
    subject: null,
    orderIds: [],
  });
  return conversationId;
}
