import { createHash } from 'node:crypto';
import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { type Uploader, type Uploads, uploadsOf, visitorOwner } from '../attachments/index.ts';
import { postCustomerMessage, readConversation, readMessage } from '../chat/index.ts';
import type { Principal } from '../kernel.ts';
import type { Agenda } from './agenda.ts';
import { asCustomer, type DemoGateway } from './gateway.ts';
import { asMember, colleague } from './personas.ts';
import { samplePdf, samplePhoto } from './sample-files.ts';

/** After a start, ms: a customer sends a photo, and a colleague answers with a document. */
const PHOTO_MS = 20_000;
const ANSWER_MS = 75_000;
const TALK = 'demo-files';
const CUSTOMER = { id: 'demo-files-customer', name: 'Mira Kask', email: 'mira.kask@example.com' };
const [PHOTO, ANSWER] = [`${TALK}:photo`, `${TALK}:answer`];
const MAX_WAITING = 20;

const LABEL = [
  'Return label',
  '',
  'From: Mira Kask',
  'To: Quayside Store, Returns, Dock 4',
  '',
  'Please put this page into the parcel. The return is free.',
];

/** Uploads a file as somebody would. Returns its id. */
async function upload(
  uploads: Uploads,
  by: Uploader,
  id: string,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let { offset, attachment } = await uploads.begin(by, { id, name, bytes: bytes.length, sha256 });
  while (attachment === null)
    ({ offset, attachment } = await uploads.append(
      by,
      id,
      offset,
      bytes.subarray(offset, offset + CHUNK_BYTES),
    ));
  return id;
}

function uploader(principal: Principal, owner: string): Uploader {
  return { principal, owner, maxWaiting: MAX_WAITING };
}

/** In the first minutes, a customer sends the photo of a damaged parcel, and a colleague answers with a return label. */
export function exchangeFiles(gateway: DemoGateway, agenda: Pick<Agenda, 'add'>, now: () => number): void {
  const { sql, executor, config } = gateway;
  if (readMessage(sql, ANSWER)) return;
  const uploads = uploadsOf({ sql, executor, config, clock: { now } });
  const noor = asMember(colleague(0));
  agenda.add(now() + PHOTO_MS, async () => {
    if (readMessage(sql, PHOTO)) return;
    const by = uploader(asCustomer(CUSTOMER), visitorOwner(TALK));
    const photo = await upload(uploads, by, `${TALK}-photo`, 'torn-carton.png', samplePhoto());
    await executor.run(by.principal, now(), (context) => {
      if (!readConversation(context.sql, TALK))
        context.dispatch('chat.open_conversation', {
          ...{ conversationId: TALK, customer: CUSTOMER, orderIds: [] },
          subject: 'Parcel arrived damaged',
        });
      postCustomerMessage(context, {
        ...{ conversationId: TALK, messageId: PHOTO, attachments: [photo] },
        body: 'Hello, my parcel arrived like this. Can I send it back?',
      });
    });
  });
  agenda.add(now() + ANSWER_MS, async () => {
    if (!readMessage(sql, PHOTO) || readMessage(sql, ANSWER)) return;
    const by = uploader(noor, `user:${noor.actor.id}`);
    const label = await upload(uploads, by, `${TALK}-label`, 'return-label.pdf', samplePdf(LABEL));
    await executor.run(noor, now(), (context) => {
      const talk = readConversation(context.sql, TALK);
      if (talk === undefined) return;
      context.dispatch('chat.send_message', {
        ...{ conversationId: TALK, messageId: ANSWER, kind: 'text', attachments: [label] },
        body: 'I am sorry about that. Here is a label for the return; it is free.',
      });
    });
  });
}
