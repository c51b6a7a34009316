import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamUser } from '#shared/domain/admin.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { handshake, TestClient } from '../support/client.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestGateway } from '../support/gateway.ts';
import { makePng } from '../support/make/files.ts';
import { RoomTeam } from '../support/room-team.ts';
import { TestUploads } from '../support/uploading.ts';
import { until } from '../support/wait.ts';

/** Words that are in no other text. They are longer than the pieces in which anything is stored. */
const SECRET = 'xylophonequokka';
const NAME = 'zeppelinmarmalade';
const TALK = uuidv7();

let team: RoomTeam;
let root: TeamUser;
let ann: TeamUser;

beforeEach(async () => {
  team = new RoomTeam(
    await startTestGateway({ RATE_LIMIT_REQUESTS_PER_SECOND: '100000' }, { housekeepingMs: 20 }),
  );
  root = team.add('root', 'admin');
  ann = team.add('ann');
  const customer = { id: uuidv7(), name: 'Vera', email: null };
  const data = { conversationId: TALK, customer, subject: null, orderIds: [] };
  expect(await team.as(ann, 'chat.open_conversation', data)).toBeNull();
});
afterEach(async () => {
  await team.dispose();
});

/** Returns the files in a folder that contain a text, however it is written. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase().includes(text));
}
const atGateway = (text: string): string[] =>
  filesWith(dirname(team.gateway.gateway.config.databasePath), text);

async function say(body: string, kind: 'text' | 'note' = 'text', attachments?: string[]): Promise<string> {
  const messageId = uuidv7();
  const data = { conversationId: TALK, messageId, kind, body, ...(attachments && { attachments }) };
  expect(await team.as(ann, 'chat.send_message', data)).toBeNull();
  return messageId;
}
const redact = (messageId: string, by = root, reason = 'Asked for it') =>
  team.as(by, 'chat.redact_message', { conversationId: TALK, messageId, reason });

async function shown(console_: TestEngine): Promise<string> {
  const read = await console_.engine.read('chat.messages', { conversationId: TALK, after: null, limit: 50 });
  return JSON.stringify(read);
}
async function found(console_: TestEngine, text: string): Promise<number> {
  const read = await console_.engine.read('chat.find', { conversationId: TALK, text, after: null, limit: 5 });
  return read.ok ? read.value.hits.length : -1;
}

describe('a removed message', () => {
  it('is in no file of the gateway or of a console, on no way to a console, and has left its picture', async () => {
    const uploads = new TestUploads(team.gateway.url, { authorization: `Bearer ${await team.token(ann)}` });
    const picture = makePng(4, 4);
    const { id: file } = await uploads.whole(`${NAME}.png`, picture);
    const away = await team.console(ann);
    const present = await team.console(root);
    const messageId = await say(`The ${SECRET} is hidden`, 'text', [file]);
    await say('What they asked', 'note');
    for (let n = 0; n < 20; n += 1) await say(`Something else ${n}`, 'note');
    for (const one of [away, present])
      await one.until('message', async () => (await shown(one)).includes(SECRET));
    expect(atGateway(SECRET)).not.toEqual([]);
    await away.engine.dispose();

    expect(await redact(messageId, ann)).toBe('missing_permission');
    expect(await redact(messageId)).toBeNull();
    expect(await redact(messageId)).toBe('message_redacted');
    expect(await redact(uuidv7())).toBe('unknown_message');

    await until(
      () => `gateway ${atGateway(SECRET).join()}`,
      () => atGateway(SECRET).length === 0,
    );
    await until(
      () => `gateway ${atGateway(NAME).join()}`,
      () => atGateway(NAME).length === 0,
    );
    expect((await uploads.read(file)).status).toBe(404);
    await until('the picture', () => !hasContent(picture));

    // Nothing of it is sent any more, from the first event on or in a snapshot.
    for (const cursors of [
      {},
      Object.fromEntries(CHANNELS.map((name) => [name, { seq: 1, id: team.gateway.gateway.log.idAt(1) }])),
    ]) {
      const client = new TestClient(team.gateway.url, handshake(await team.token(root), cursors));
      const wire: string[] = [];
      client.socket.io.engine.on('packet', ({ data }) => wire.push(String(data)));
      await client.until((all) => all.filter(({ name }) => name === 'caught_up').length >= CHANNELS.length);
      expect(wire.join('').includes(SECRET)).toBe(false);
      expect(wire.join('')).toContain('Asked for it');
      client.close();
    }

    for (const console_ of [present, away]) {
      if (console_ === away) {
        await away.restart();
        await away.open({
          server: team.gateway.url,
          userId: ann.id,
          userName: ann.name,
          permissions: ROLE_PERMISSIONS.agent,
        });
      }
      await console_.until('removed', async () => (await shown(console_)).includes('Asked for it'));
      expect(await shown(console_)).not.toContain(SECRET);
      expect(await found(console_, SECRET)).toBe(0);
      expect(await found(console_, 'else')).toBeGreaterThan(0);
      await console_.until('wiped', () => filesWith(console_.dir, SECRET).length === 0);
      await console_.until('wiped', () => filesWith(console_.dir, NAME).length === 0);
    }
  });
});

function hasContent(bytes: Uint8Array): boolean {
  const folder = dirname(team.gateway.gateway.config.databasePath);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .some((path) => statSync(path).isFile() && readFileSync(path).equals(bytes));
}
