import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { type CannedReply, MAX_OWN_REPLIES, type Macro } from '#shared/domain/canned.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';

const shop = domainShopPerTest();
const person = (id: string, role: 'agent' | 'manager'): Principal => ({
  actor: { kind: 'user', id, name: id.toUpperCase() },
  permissions: new Set(ROLE_PERMISSIONS[role]),
});
const [mia, ben, eve] = [person('mia', 'manager'), person('ben', 'agent'), person('eve', 'agent')];
const content = (
  replyId: string,
  change: Partial<{ shortcut: string; body: string; shared: boolean }> = {},
) => ({
  replyId,
  shortcut: 'ship',
  title: 'Ships today',
  body: 'Hello {{customer.name}}',
  folder: 'Delivery',
  shared: false,
  ...change,
});
const replies = (): CannedReply[] => shop.rows<CannedReply>('canned', 'canned_reply');

describe('canned replies', () => {
  it('are their owner’s, or shared by managers', () => {
    const id = uuidv7();
    expect(shop.domains.command('canned.save', { ...content(id), seen: null }, ben)).toEqual({
      replyId: id,
      version: 1,
    });
    // To others there is no such reply, also where they guess its id.
    expect(shop.domains.refusal('canned.remove', { replyId: id, seen: 1 }, eve)).toMatchObject({
      code: 'not_found',
      field: 'replyId',
    });
    const shared = { ...content(id, { shared: true }), seen: 1 };
    expect(shop.domains.refusal('canned.save', shared, ben)).toMatchObject({
      code: 'forbidden',
      field: 'shared',
    });
    const team = uuidv7();
    shop.domains.command('canned.save', { ...content(team, { shared: true }), seen: null }, mia);
    expect(shop.domains.refusal('canned.remove', { replyId: team, seen: 1 }, ben)).toMatchObject({
      code: 'forbidden',
    });
    shop.domains.command('canned.remove', { replyId: team, seen: 1 }, mia);
    expect(replies()).toMatchObject([{ id, ownerId: 'ben', changedBy: 'BEN' }]);
  });

  it('have a shortcut of their own among those of one owner', () => {
    const save = (by: Principal, change = {}) =>
      shop.domains.refusal('canned.save', { ...content(uuidv7(), change), seen: null }, by);
    expect(save(ben)).toBeNull();
    expect(save(eve)).toBeNull();
    expect(save(mia, { shared: true })).toBeNull();
    expect(save(ben)).toMatchObject({ code: 'conflict', field: 'shortcut', why: { id: 'shortcut_taken' } });
    expect(save(mia, { shared: true })).toMatchObject({ field: 'shortcut' });
    expect(save(ben, { shortcut: 'other', body: 'Hi {{nobody}}' })).toMatchObject({
      code: 'invalid',
      field: 'body',
      why: { id: 'reply_variable', values: { variable: '{{nobody}}' } },
    });
  });

  it('are not overwritten unseen: whoever comes second gets the reply as it is now', () => {
    const id = uuidv7();
    shop.domains.command('canned.save', { ...content(id, { shared: true }), seen: null }, mia);
    const changed = content(id, { shared: true, body: 'Changed' });
    shop.domains.command('canned.save', { ...changed, seen: 1 }, mia);
    expect(shop.domains.refusal('canned.save', { ...content(id), seen: 1 }, mia)).toMatchObject({
      code: 'conflict',
      field: 'seen',
      why: { id: 'reply_changed', values: { name: 'MIA' } },
      current: { body: 'Changed', version: 2 },
    });
  });

  it('are few enough to look at', () => {
    for (let n = 0; n < MAX_OWN_REPLIES; n += 1)
      shop.domains.command('canned.save', { ...content(uuidv7(), { shortcut: `s${n}` }), seen: null }, ben);
    expect(shop.domains.refusal('canned.save', { ...content(uuidv7()), seen: null }, ben)).toMatchObject({
      why: { id: 'replies_many', values: { max: MAX_OWN_REPLIES } },
    });
    expect(shop.domains.refusal('canned.save', { ...content(uuidv7()), seen: null }, eve)).toBeNull();
  });
});

describe('macros', () => {
  it('use what their users see', () => {
    const own = uuidv7();
    shop.domains.command('canned.save', { ...content(own), seen: null }, mia);
    const macro = (replyId: string, shared: boolean) => ({
      macroId: uuidv7(),
      name: 'Send',
      actions: [{ kind: 'send_reply' as const, replyId }],
      shared,
      seen: null,
    });
    const refusal = (data: CommandData<'canned.save_macro'>, by = mia) =>
      shop.domains.refusal('canned.save_macro', data, by);
    expect(refusal(macro(own, false))).toBeNull();
    expect(refusal(macro(own, true))).toMatchObject({
      field: 'actions',
      why: { id: 'macro_reply_own' },
    });
    expect(refusal(macro(own, false), ben)).toMatchObject({ field: 'actions', code: 'not_found' });
    const nobody = { ...macro(own, false), actions: [{ kind: 'assign' as const, assigneeId: 'nobody' }] };
    expect(refusal(nobody)).toMatchObject({ why: { id: 'unknown_member' } });
    const [saved] = shop.rows<Macro>('canned', 'macro');
    expect(saved).toMatchObject({ ownerId: 'mia', version: 1 });
    const change = { macroId: saved?.id ?? '', seen: 2 };
    expect(shop.domains.refusal('canned.remove_macro', change, mia)).toMatchObject({
      code: 'conflict',
      current: { name: 'Send' },
    });
    shop.domains.command('canned.remove_macro', { ...change, seen: 1 }, mia);
    expect(shop.rows('canned', 'macro')).toEqual([]);
  });
});
