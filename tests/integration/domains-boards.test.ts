import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { type Board, type BoardWidget, MAX_OWN_BOARDS, MAX_SHARED_BOARDS } from '#shared/domain/boards.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';

const shop = domainShopPerTest();
const person = (id: string, role: 'viewer' | 'agent' | 'manager'): Principal => ({
  actor: { kind: 'user', id, name: id.toUpperCase() },
  permissions: new Set(ROLE_PERMISSIONS[role]),
});
const [ann, ben, vera] = [person('ann', 'manager'), person('ben', 'agent'), person('vera', 'viewer')];
const chart: BoardWidget = { id: 'w1', kind: 'newer.kind', x: 0, y: 0, w: 8, h: 8, options: { of: 'x' } };
const save = (boardId: string, expected: number | null, widgets: BoardWidget[] = [chart]) => ({
  boardId,
  name: 'Counter',
  widgets,
  expected,
});
const board = (): Board | undefined => shop.rows<Board>('boards', 'board')[0];

describe('boards', () => {
  it('are their owner’s until they are shared, and keep widgets that no one knows', () => {
    const id = uuidv7();
    expect(shop.domains.command('boards.save', save(id, null), vera)).toEqual({ boardId: id, version: 1 });
    expect(board()).toMatchObject({ ownerId: 'vera', shared: false, widgets: [chart], version: 1 });
    // To others there is no such board, also where they guess its id.
    const rename = { boardId: id, name: 'X', expected: 1 };
    expect(shop.domains.refusal('boards.rename', rename, ben)).toMatchObject({
      code: 'not_found',
      field: 'boardId',
    });
    expect(shop.domains.refusal('boards.save', save(id, null), ben)).toMatchObject({ code: 'conflict' });
    shop.domains.command('boards.remove', { boardId: id, expected: 1 }, vera);
    expect(board()).toBeUndefined();
  });

  it('are not overwritten unseen: whoever comes second gets the board as it is now', () => {
    const id = uuidv7();
    shop.domains.command('boards.save', save(id, null), ann);
    shop.domains.command('boards.share', { boardId: id, shared: true, expected: 1 }, ann);
    shop.domains.command('boards.save', save(id, 2, []), ben);
    expect(shop.domains.refusal('boards.save', save(id, 2), ann)).toMatchObject({
      code: 'conflict',
      field: 'expected',
      why: { id: 'board_changed', values: { name: 'BEN' } },
      current: { widgets: [], version: 3 },
    });
    shop.domains.command('boards.save', save(id, 3), ann);
    expect(board()).toMatchObject({ widgets: [chart], version: 4, ownerId: 'ann' });
    expect(shop.domains.refusal('boards.remove', { boardId: id, expected: 4 }, vera)).toMatchObject({
      code: 'forbidden',
    });
  });

  it('are bounded, for each person and for all', () => {
    const made: string[] = [];
    const create = (who: Principal): void => {
      const id = uuidv7();
      shop.domains.command('boards.save', save(id, null), who);
      made.push(id);
    };
    for (let n = 0; n < MAX_OWN_BOARDS; n += 1) create(ann);
    expect(shop.domains.refusal('boards.save', save(uuidv7(), null), ann)).toMatchObject({
      why: { id: 'boards_many', values: { max: MAX_OWN_BOARDS } },
    });
    for (let n = 0; n < MAX_OWN_BOARDS; n += 1) create(ben);
    const [first = '', ...others] = made;
    for (const [n, id] of others.entries())
      shop.domains.command(
        'boards.share',
        { boardId: id, shared: true, expected: 1 },
        n < MAX_OWN_BOARDS - 1 ? ann : ben,
      );
    const cleo = person('cleo', 'manager');
    create(cleo);
    shop.domains.command('boards.share', { boardId: first, shared: true, expected: 1 }, ann);
    expect(
      shop.domains.refusal('boards.share', { boardId: made.at(-1) ?? '', shared: true, expected: 1 }, cleo),
    ).toMatchObject({ why: { id: 'boards_many', values: { max: MAX_SHARED_BOARDS } } });
  });
});
