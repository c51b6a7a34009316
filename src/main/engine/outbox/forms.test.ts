import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FORM_LENGTH, MAX_FORMS } from '#shared/bridge/forms.ts';
import { METHODS, type MethodInput, type MethodOutput } from '#shared/bridge/index.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import type { OpenedStore } from '../store/open.ts';
import { openCache } from '../threads/cache.ts';
import { answer } from '../threads/serve.ts';
import { saveForm } from './forms.ts';

let folder: TemporaryFolder;
let opened: OpenedStore;

function open(userId: string): OpenedStore {
  const result = openCache({ file: join(folder.path, `cache-${userId}.db`), userId, now: () => 1 });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

beforeEach(() => {
  folder = temporaryFolder('forms');
  opened = open('ava');
});
afterEach(() => {
  opened.writer.close();
  folder.remove();
});

function ask<N extends 'forms.form' | 'forms.list'>(name: N, input: MethodInput<N>): MethodOutput<N> {
  const result = answer(opened.writer.db, name, input, 1);
  if (!result.ok) throw new Error(result.error.message);
  METHODS[name].output.parse(result.value);
  return result.value as MethodOutput<N>;
}

const note = (key: string, body: string | null): MethodInput<'forms.save'> => ({
  type: 'orders.note',
  key,
  form: body === null ? null : { data: { orderId: key, body }, fields: { body } },
});

describe('forms that were filled in and not sent', () => {
  it('are kept by form and record until they are cleared, newest first', () => {
    const { db } = opened.outbox;
    saveForm(db, note('o1', 'Called'), 1);
    saveForm(db, { ...note('o1', 'x'), type: 'orders.cancel' }, 2);
    saveForm(db, note('o2', 'Second'), 3);
    saveForm(db, note('o1', 'Called twice'), 4);
    expect(ask('forms.form', { type: 'orders.note', key: 'o1' })).toEqual({
      fields: { body: 'Called twice' },
    });
    expect(ask('forms.list', {}).forms.map(({ type, key, at }) => [type, key, at])).toEqual([
      ['orders.note', 'o1', 4],
      ['orders.note', 'o2', 3],
      ['orders.cancel', 'o1', 2],
    ]);
    expect(ask('forms.list', {}).forms[0]?.data).toEqual({ orderId: 'o1', body: 'Called twice' });
    saveForm(db, note('o1', null), 5);
    expect(ask('forms.form', { type: 'orders.note', key: 'o1' })).toEqual({ fields: null });
    expect(ask('forms.form', { type: 'orders.cancel', key: 'o1' }).fields).not.toBeNull();
  });

  it('are each user’s own, and still there after the next start', () => {
    saveForm(opened.outbox.db, note('o1', 'Ava’s'), 1);
    opened.writer.close();
    opened = open('marco');
    expect(ask('forms.list', {})).toEqual({ forms: [] });
    opened.writer.close();
    opened = open('ava');
    expect(ask('forms.form', { type: 'orders.note', key: 'o1' })).toEqual({ fields: { body: 'Ava’s' } });
  });

  it('are bounded in number: the oldest are dropped, never the one being saved', () => {
    const { db } = opened.outbox;
    for (let n = 0; n < MAX_FORMS + 20; n++) saveForm(db, note(`o${n}`, 'x'), n);
    const kept = ask('forms.list', {}).forms.map(({ key }) => key);
    expect(kept).toHaveLength(MAX_FORMS);
    expect(kept).toContain(`o${MAX_FORMS + 19}`);
    expect(kept).not.toContain('o19');
    // A clock that was set back.
    saveForm(db, note('late', 'x'), -1);
    expect(ask('forms.form', { type: 'orders.note', key: 'late' }).fields).toEqual({ body: 'x' });
    expect(db.prepare('SELECT count(*) FROM forms').pluck().get()).toBeLessThanOrEqual(MAX_FORMS + 1);
  });

  it('are bounded in size, and of no other command than those listed', () => {
    const { input } = METHODS['forms.save'];
    expect(input.safeParse(note('o1', 'x'.repeat(MAX_FORM_LENGTH / 3))).success).toBe(true);
    expect(input.safeParse(note('o1', 'x'.repeat(MAX_FORM_LENGTH))).success).toBe(false);
    expect(input.safeParse({ ...note('o1', 'x'), type: 'admin.create_user' }).success).toBe(false);
  });

  it('of a newer version are passed over', () => {
    opened.outbox.db
      .prepare(
        "INSERT INTO forms VALUES ('new.kind:1', 'new.kind', '{}', '{}', 1), ('x', 'orders.note', '{', '{', 1)",
      )
      .run();
    expect(ask('forms.list', {}).forms).toMatchObject([{ type: 'orders.note', data: null }]);
  });
});
