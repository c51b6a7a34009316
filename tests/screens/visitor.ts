import { v7 as uuidv7 } from 'uuid';

/** A customer on the chat page, without a page. */
export interface Visitor {
  readonly cookie: string;
  say(body: string): Promise<void>;
}

/** Starts a visit at a gateway, as its page does. */
export async function visit(
  gateway: string,
  details: { readonly name: string; readonly email: string; readonly orderNumber: string | null },
): Promise<Visitor> {
  const post = async (path: string, body: unknown, cookie = ''): Promise<Response> => {
    const response = await fetch(`${gateway}/widget/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const started = await post('session', details);
  const cookie = (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    cookie,
    say: async (body) => void (await post('messages', { messageId: uuidv7(), body }, cookie)),
  };
}
