import type { Database } from 'better-sqlite3';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import {
  type AnyCommand,
  commandDefinition,
  isDirectCommand,
  isSecretCommand,
  parseCommand,
  sentAgain,
  subjectOf,
} from '#shared/protocol/commands/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { EffectRegistry } from '../store/domain.ts';
import { DirectCommands } from './direct.ts';
import { Discards } from './discards.ts';
import { type NewRow, OutboxRows, type StoredRow, toEntry } from './rows.ts';
import { Sender, settlingChannel } from './sender.ts';
import type { SenderOptions } from './sending.ts';

/** The maximum number of commands that wait, are in flight or were refused. */
export const MAX_ENTRIES = 10_000;

/** What an outbox needs: the cache, the user, and what the sender needs. */
export interface OutboxOptions extends Omit<SenderOptions, 'rows'> {
  readonly db: Database;
  readonly userId: string;
  readonly userName: string;
  readonly permissions: readonly Permission[];
  readonly effects: EffectRegistry;
}

/** What happens in an outbox. */
export interface OutboxEvents {
  /** Commands changed or were deleted. `topics` names the records whose reads include their effects (topic → keys, null for all). */
  changed(ids: readonly string[], topics: ReadonlyMap<string, ReadonlySet<string> | null>): void;
  refused(entry: OutboxEntry): void;
}

/** Commands on their way to the gateway. They are durable from `submit` until the gateway has decided. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #events: OutboxEvents;
  readonly #rows: OutboxRows;
  readonly #sender: Sender;
  readonly #direct: DirectCommands;
  readonly #discards: Discards;
  #permissions: ReadonlySet<Permission>;
  #refused: number;
  /** The accepted commands that this link has queued again. */
  #asked: readonly string[] = [];
  /** The commands that a changed history may lack, with its position then. */
  readonly #inDoubt = new Map<string, number>();
  #connected = false;

  /** Loads the unfinished commands of the last run. Sends nothing before `connected`. */
  constructor(options: OutboxOptions, events: OutboxEvents) {
    this.#options = options;
    this.#events = events;
    this.#permissions = new Set(options.permissions);
    this.#rows = new OutboxRows(options.db, options.userId);
    this.#forgetSecrets();
    this.#refused = this.#rows.counts().refused;
    this.#direct = new DirectCommands(options);
    this.#sender = new Sender(
      { ...options, rows: this.#rows },
      { changed: (ids) => this.#changed(ids), refused: (id) => this.#wasRefused(id) },
    );
    this.#discards = new Discards({
      ...options,
      rows: this.#rows,
      sender: this.#sender,
      done: (rows) => this.#moved(rows),
    });
    this.#sender.recover(MAX_ENTRIES);
  }

  /** Returns the given commands that still exist, the ids of the others, and the number of pending and refused ones. */
  changes(ids: Iterable<string>): {
    entries: OutboxEntry[];
    gone: string[];
    pending: number;
    refused: number;
  } {
    const asked = [...ids];
    const entries = this.#rows.entries(asked);
    const found = new Set(entries.map(({ id }) => id));
    const { pending, refused: failed } = this.#rows.counts();
    // What was discarded when the console ended waits for the user to decide.
    const waiting = pending + this.#discards.stranded;
    return { entries, gone: asked.filter((id) => !found.has(id)), pending: waiting, refused: failed };
  }

  /** Replaces the user's permissions with those reported by the gateway. */
  permit(permissions: readonly Permission[]): void {
    this.#permissions = new Set(permissions);
  }

  /**
   * Queues a command, which is durable when this returns. The same id with the same content returns the existing entry; with
   * different content it is an `idempotency_conflict`. Other errors: `invalid` (also if it is never stored), `forbidden`,
   * `unavailable` (full or not writable).
   */
  submit(input: MethodInput<'commands.submit'>): BridgeResult<OutboxEntry> {
    if (isSecretCommand(input.type)) return err(refused('change_with_password', {}, { field: 'type' }));
    if (isDirectCommand(input.type)) return err(refused('change_direct', {}, { field: 'type' }));
    const parsed = this.#check(input.type, input.data);
    if (!parsed.ok) return parsed;
    const known = this.#rows.get(input.id);
    const data = JSON.stringify(parsed.value.data);
    if (known) return sameCommand(known, input.type, data) ? ok(toEntry(known)) : err(conflictingId());
    return this.#take(this.#rowOf(input.id, parsed.value, data));
  }

  /** Sends a command that is never stored. Errors: those of DirectCommands, `invalid`, `forbidden`. */
  async sendDirect({ id, type, data }: MethodInput<'commands.submit'>): Promise<BridgeResult<OutboxEntry>> {
    const parsed = this.#check(type, data);
    return parsed.ok ? this.#direct.send(id, parsed.value, this.#connected) : parsed;
  }

  /** Sends a refused command again, under a new id. Errors: those of `submit`, `not_found`, `conflict` (not refused). */
  retry({ id, newId }: MethodInput<'commands.retry'>): BridgeResult<OutboxEntry> {
    const again = this.#rows.get(newId);
    const row = this.#rows.get(id);
    // The call may be repeated after a broken bridge. Then the first call has already replaced the row.
    if (again) return row === undefined ? ok(toEntry(again)) : err(conflictingId());
    if (row === undefined) return err(notFound());
    if (row.state !== 'refused') return err(refused('change_not_refused', {}));
    const parsed = this.#check(row.type, JSON.parse(row.data));
    if (!parsed.ok) return parsed;
    const command = sentAgain(parsed.value);
    return this.#take(this.#rowOf(newId, command, JSON.stringify(command.data)), row);
  }

  /**
   * Replaces the data of a command that was never sent. It keeps its id and its place. Errors: `not_found`, `conflict` (it may
   * have been sent, or the data are of another subject), `invalid`, `forbidden`, `unavailable` (not writable).
   */
  edit({ id, data }: MethodInput<'commands.edit'>): BridgeResult<OutboxEntry> {
    const row = this.#rows.get(id);
    if (row === undefined) return err(notFound());
    const parsed = this.#check(row.type, data);
    if (!parsed.ok) return parsed;
    const next = this.#rowOf(id, parsed.value, JSON.stringify(parsed.value.data));
    if (next.subject !== row.subject) return err(refused('change_of_another_record', {}));
    let edited = false;
    const written = this.#write(() => {
      edited = this.#rows.edit(id, next.data, next.effect);
    });
    if (!written.ok) return written;
    const stored = this.#rows.get(id);
    if (!edited || stored === undefined) return err(refused('change_on_its_way', {}));
    this.#events.changed([id], this.#topicsOf([stored]));
    return ok(toEntry(stored));
  }

  /**
   * Deletes a command that was refused or never sent. One that may have been sent is withdrawn at the gateway first, and
   * deleted or settled by the answer; its effect is no longer shown. Errors: `not_found`, `conflict` (accepted),
   * `unavailable`.
   */
  discard({ id }: MethodInput<'commands.discard'>): BridgeResult<Record<string, never>> {
    const row = this.#rows.get(id);
    if (row === undefined) return err(notFound());
    if (row.state === 'sent' || row.state === 'settled') return err(refused('change_carried_out', {}));
    const unsent = row.state === 'refused' || (row.state === 'queued' && row.attempts === 0);
    const written = this.#write(() => (unsent ? this.#rows.delete(id) : this.#rows.withdraw(id)));
    if (!written.ok) return written;
    this.#discards.forget(id);
    if (unsent) {
      this.#sender.drop(id);
    } else {
      this.#sender.release(row);
      this.#sender.hurry(id);
    }
    this.#moved([row]);
    return ok({});
  }

  /**
   * Discards commands, or all refused ones, so that it can be taken back for a while (see Discards). Errors: `unavailable`; for a
   * single command, also `not_found` and `conflict` (accepted).
   */
  discardLater({
    batch,
    ids,
  }: Omit<MethodInput<'outbox.discard'>, 'by'>): BridgeResult<MethodOutput<'outbox.discard'>> {
    const known = this.#discards.sizeOf(batch);
    // The call may be repeated after a broken bridge.
    if (known !== undefined) return ok({ count: known });
    const only = ids?.length === 1 ? ids[0] : undefined;
    if (only !== undefined) {
      const row = this.#rows.get(only);
      if (row === undefined) return err(notFound());
      if (row.state === 'sent' || row.state === 'settled') return err(refused('change_carried_out', {}));
    }
    let marked: readonly string[] = [];
    const written = this.#write(() => {
      marked = this.#discards.begin(batch, ids ?? this.#rows.refusedIds());
    });
    if (!written.ok) return written;
    this.#moved(marked.flatMap((id) => this.#rows.get(id) ?? []));
    return ok({ count: marked.length });
  }

  /** Takes a discarding back. Errors: `not_found` (it is final), `unavailable`. */
  restore({ batch, id }: Omit<MethodInput<'outbox.restore'>, 'by'>): BridgeResult<Record<string, never>> {
    let back: readonly StoredRow[] = [];
    const written = this.#write(() => {
      back = this.#discards.takeBack(batch, id);
    });
    if (!written.ok) return written;
    if (back.length === 0) return err(refused('discard_final', {}));
    this.#moved(back);
    return ok({});
  }

  /** Drops commands that the store settled in the transaction that applied their events. */
  settled(ids: readonly string[]): void {
    for (const id of ids) {
      this.#sender.drop(id);
      this.#discards.forget(id);
    }
    // Even a refused command may be among them: its event proves that it took effect.
    if (this.#refused > 0) this.#refused = this.#rows.counts().refused;
    this.#changed(ids);
  }

  /** A link is open, and none of its messages is applied yet. */
  connected(): void {
    this.#connected = true;
    this.#asked = this.#sender.connected();
  }

  /** All channels have caught up on this link. */
  caughtUp(): void {
    this.#sender.caughtUp();
  }

  /**
   * The gateway's history has changed, and the store has replaced a channel and queued again what it may lack. `position` is
   * the channel's new one.
   */
  historyChanged(position: number): void {
    for (const id of [...this.#asked, ...this.#sender.requeued()]) this.#inDoubt.set(id, position);
  }

  /**
   * Returns the commands that the changed history lacked or may still lack: those that the gateway has not yet answered and
   * those that it did not recognize, oldest first.
   */
  inDoubt(): OutboxEntry[] {
    const entries: OutboxEntry[] = [];
    for (const [id, position] of this.#inDoubt) {
      const row = this.#rows.get(id);
      const known = row?.state === 'settled' && row.settle_seq !== null && row.settle_seq <= position;
      if (row === undefined || known) this.#inDoubt.delete(id);
      else entries.push(toEntry(row));
    }
    return entries;
  }

  /** Forgets which commands were in doubt. */
  dismissDoubts(): void {
    this.#inDoubt.clear();
  }

  /** Files have arrived at the gateway, or were refused: messages may have waited for them. */
  filesMoved(): void {
    this.#sender.filesMoved();
  }

  disconnected(): void {
    this.#connected = false;
    this.#sender.disconnected();
  }

  dispose(): void {
    this.#discards.dispose();
    this.#sender.dispose();
  }

  /** An earlier version stored every command. A failure must not keep the outbox closed; the next start tries again. */
  #forgetSecrets(): void {
    try {
      this.#rows.forgetSecrets();
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot remove secrets from the outbox');
    }
  }

  #check(type: string, data: unknown): BridgeResult<AnyCommand> {
    const parsed = parseCommand(type, data);
    if (!parsed.ok) return parsed;
    const permission = commandDefinition(type)?.permission;
    if (permission !== undefined && !this.#permissions.has(permission)) {
      return err(refused('missing_permission', { permission }, { permission }));
    }
    return parsed;
  }

  #rowOf(id: string, command: AnyCommand, data: string): NewRow {
    const { userId, userName, time, effects } = this.#options;
    const now = time.now();
    return {
      id,
      type: command.type,
      subject: subjectOf(command),
      data,
      createdAt: now,
      channel: settlingChannel(command.type),
      effect: effects.effectOf(command, { userId, userName, now }),
    };
  }

  #take(row: NewRow, replaces?: StoredRow): BridgeResult<OutboxEntry> {
    if (
      replaces === undefined &&
      this.#sender.size + this.#refused + this.#discards.stranded >= MAX_ENTRIES
    ) {
      return err(refused('outbox_full', { max: MAX_ENTRIES }));
    }
    const written = this.#write(() => this.#rows.insert(row, replaces?.id));
    if (!written.ok) return written;
    if (replaces !== undefined) this.#refused -= 1;
    this.#sender.add(row.id, row.subject);
    const stored = this.#rows.get(row.id);
    if (stored === undefined) return err(refused('console_failed', {}));
    this.#events.changed(replaces === undefined ? [row.id] : [replaces.id, row.id], this.#topicsOf([stored]));
    return ok(toEntry(stored));
  }

  #write(work: () => void): BridgeResult<null> {
    try {
      work();
      return ok(null);
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot write to the outbox');
      return err(refused('change_not_saved', {}));
    }
  }

  /** Commands were discarded, or brought back. */
  #moved(rows: readonly StoredRow[]): void {
    this.#refused = this.#rows.counts().refused;
    this.#events.changed(
      rows.map(({ id }) => id),
      this.#topicsOf(rows),
    );
  }

  #changed(ids: readonly string[]): void {
    const rows = ids.flatMap((id) => this.#rows.get(id) ?? []);
    this.#events.changed(ids, this.#topicsOf(rows));
  }

  /** Returns the records whose reads include these commands' effects: topic and keys, as in change notices. */
  #topicsOf(rows: readonly StoredRow[]): Map<string, Set<string> | null> {
    const topics = new Map<string, Set<string> | null>();
    for (const row of rows) {
      const changed = this.#options.effects.topicOf(row.effect);
      if (changed === null) continue;
      const known = topics.get(changed.topic);
      if (changed.key === null || known === null) topics.set(changed.topic, null);
      else topics.set(changed.topic, (known ?? new Set()).add(changed.key));
    }
    return topics;
  }

  #wasRefused(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined || row.withdraw === 2) return;
    this.#refused += 1;
    this.#events.refused(toEntry(row));
  }
}

function sameCommand(row: StoredRow, type: string, data: string): boolean {
  // Both are JSON of data parsed by the command's schema, which fixes the order of the keys.
  return row.type === type && row.data === data;
}

function conflictingId(): ProtocolError {
  return refused('change_id_used', {});
}

function notFound(): ProtocolError {
  return refused('change_unknown', {});
}
