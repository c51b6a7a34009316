import type { Database } from 'better-sqlite3';
import { FORMS, type FormType, MAX_FORMS } from '#shared/bridge/forms.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Reader } from '../store/reader.ts';

function formId({ type, key }: MethodInput<'forms.form'>): string {
  return `${type}:${key}`;
}

function isFormType(type: string): type is FormType {
  return Object.hasOwn(FORMS, type);
}

/** Keeps a form, or deletes it. Drops the oldest beyond MAX_FORMS. Writes in one transaction; throws SQLite's errors. */
export function saveForm(db: Database, input: MethodInput<'forms.save'>, at: number): void {
  const { type, form } = input;
  const id = formId(input);
  if (form === null) {
    db.prepare('DELETE FROM forms WHERE id = ?').run(id);
    return;
  }
  const put = db.prepare(
    `INSERT INTO forms (id, type, data, fields, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET data = excluded.data, fields = excluded.fields, at = excluded.at`,
  );
  const trim = db.prepare(
    'DELETE FROM forms WHERE id <> ? AND id NOT IN (SELECT id FROM forms ORDER BY at DESC, rowid DESC LIMIT ?)',
  );
  db.transaction(() => {
    put.run(id, type, JSON.stringify(form.data ?? null), JSON.stringify(form.fields ?? null), at);
    trim.run(id, MAX_FORMS);
  }).immediate();
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Rescued from a damaged file.
    return null;
  }
}

/** Returns the fields of a form; null if nothing is kept. */
export function form(reader: Reader, input: MethodInput<'forms.form'>): MethodOutput<'forms.form'> {
  const row = reader.get<{ fields: string }>('SELECT fields FROM forms WHERE id = ?', formId(input));
  return { fields: row === undefined ? null : parse(row.fields) };
}

/** Lists the forms, newest first. */
export function forms(reader: Reader): MethodOutput<'forms.list'> {
  const rows = reader.all<{ id: string; type: string; data: string; at: number }>(
    'SELECT id, type, data, at FROM forms ORDER BY at DESC, rowid DESC LIMIT ?',
    MAX_FORMS,
  );
  return {
    forms: rows.flatMap(({ id, type, data, at }) =>
      isFormType(type) ? [{ type, key: id.slice(type.length + 1), data: parse(data), at }] : [],
    ),
  };
}
