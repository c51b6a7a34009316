import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BridgeResult, MethodInput } from '#shared/bridge/index.ts';
import { SUMMARY_FORMS, type Summaries as SummariesState } from '#shared/bridge/summaries.ts';
import { err, ok } from '#shared/domain/result.ts';
import {
  dueSummaries,
  MAX_KEPT,
  NO_SUMMARIES,
  SUMMARY_KINDS,
  SummaryChoice,
  SummaryName,
  type SummaryPeriod,
  summaryCsv,
  summaryPeriod,
  type WrittenSummary,
} from '#shared/domain/summaries.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Language } from '#shared/text/language.ts';
import type { Engine } from '../../engine/api/engine.ts';
import type { Clock, Logger } from '../../ports.ts';
import { type JsonFile, openJsonFile, writeAtomically } from '../json-file.ts';
import { Mutex } from '../mutex.ts';
import { buildSummary } from './build.ts';
import type { SummaryWords } from './pdf.ts';

/** How often it is looked whether a summary is due, ms. */
const LOOK_EVERY_MS = 60_000;
/** How many names are remembered as written for each kind: more than are ever made up for. */
const MAX_DONE = 30;

/** What each user of a server has chosen, and the names of what was written by schedule, newest last. */
const Stored = z.object({
  users: z
    .array(
      z.object({
        server: z.string().max(300),
        userId: z.string().max(200),
        choice: SummaryChoice,
        done: z.array(SummaryName).max(2 * MAX_DONE),
      }),
    )
    .max(100),
});
type Stored = z.infer<typeof Stored>;

/** Who is signed in, and in which zone the workspace's days begin. */
export interface SummaryUser {
  readonly server: string;
  readonly userId: string;
  readonly username: string;
  readonly timeZone: string;
}

/** What writing summaries depends on. */
export interface SummariesOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly engine: Pick<Engine, 'read' | 'status' | 'now' | 'tell'>;
  /** The user who is signed in and may see money; null for none. */
  readonly user: () => SummaryUser | null;
  readonly language: () => Language;
  readonly words: (language: Language) => SummaryWords;
}

/**
 * Writes the summary of each day and week that a user has chosen, as CSV and PDF, once, as soon as its figures are complete on this
 * computer, and tells the user. A summary that a crash has broken off is written again as a whole.
 */
export class Summaries {
  readonly #options: SummariesOptions;
  readonly #file: JsonFile<Stored>;
  readonly #turn = new Mutex();
  #cancel: () => void = () => {};
  #disposed = false;

  private constructor(options: SummariesOptions, file: JsonFile<Stored>) {
    this.#options = options;
    this.#file = file;
  }

  static async open(options: SummariesOptions): Promise<Summaries> {
    const file = await openJsonFile<Stored>({
      path: join(options.dataDir, 'summaries.json'),
      schema: Stored,
      defaults: () => ({ users: [] }),
      logger: options.logger,
      clock: options.clock,
    });
    return new Summaries(options, file);
  }

  start(): void {
    this.#plan();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancel();
    await this.idle();
    await this.#file.flush();
  }

  /** Resolves once nothing is being written. */
  async idle(): Promise<void> {
    await this.#turn.idle();
  }

  /** What is written, where, and what was. Errors: `unavailable` without a user. */
  async list(): Promise<BridgeResult<SummariesState>> {
    const user = this.#options.user();
    if (user === null) return err(refused('not_signed_in', {}));
    const { daily, weekly, hour } = this.#of(user).choice;
    const folder = this.#folder(user);
    return ok({ choice: { daily, weekly, hour }, folder, written: await writtenIn(folder) });
  }

  /** Changes what is written. What is switched on begins with the period that ended last. */
  async choose(wanted: MethodInput<'summaries.choose'>): Promise<BridgeResult<SummariesState>> {
    const user = this.#options.user();
    if (user === null) return err(refused('not_signed_in', {}));
    const { choice, done } = this.#of(user);
    const more = SUMMARY_KINDS.some((kind) => wanted[kind] && !choice[kind]);
    const since = more ? this.#options.engine.now() : choice.since;
    try {
      await this.#keep(user, { choice: { ...wanted, since }, done });
    } catch (error) {
      this.#options.logger.warn({ module: 'summaries', error: String(error) }, 'the choice was not saved');
      return err(refused('settings_not_saved', {}));
    }
    this.#lookSoon();
    return this.list();
  }

  /** Writes the period that ended last anew. */
  async write({ kind }: MethodInput<'summaries.write'>): Promise<BridgeResult<SummariesState>> {
    const user = this.#options.user();
    if (user === null) return err(refused('not_signed_in', {}));
    const written = await this.#turn.run(() =>
      this.#write(user, summaryPeriod(kind, this.#options.engine.now(), user.timeZone)),
    );
    return written.ok ? this.list() : written;
  }

  /** Returns a file. */
  async load({
    name,
    form,
  }: MethodInput<'summaries.load'>): Promise<BridgeResult<{ readonly data: string }>> {
    const user = this.#options.user();
    if (user === null) return err(refused('not_signed_in', {}));
    try {
      const bytes = await readFile(join(this.#folder(user), `${name}.${form}`));
      return ok({ data: bytes.toString('base64') });
    } catch {
      return err(refused('unknown_summary', {}));
    }
  }

  #plan(): void {
    this.#cancel = this.#options.clock.setTimeout(() => {
      this.#plan();
      this.#lookSoon();
    }, LOOK_EVERY_MS);
  }

  #lookSoon(): void {
    this.#look().catch((error: unknown) => {
      this.#options.logger.error({ module: 'summaries', error: String(error) }, 'summaries were not written');
    });
  }

  /** Writes what is due for the user who is signed in. What cannot be written yet is tried again. */
  #look(): Promise<void> {
    return this.#turn.run(async () => {
      const user = this.#options.user();
      if (user === null || this.#disposed) return;
      const { choice, done } = this.#of(user);
      const now = this.#options.engine.now();
      for (const period of dueSummaries(choice, now, user.timeZone, new Set(done))) {
        const written = await this.#write(user, period);
        if (!written.ok || this.#disposed) return;
        await this.#done(user, period);
      }
    });
  }

  async #write(user: SummaryUser, period: SummaryPeriod): Promise<BridgeResult<null>> {
    const { engine, language, words, logger } = this.#options;
    const built = await buildSummary(engine, period);
    if (!built.ok) return built;
    const folder = this.#folder(user);
    try {
      const { summaryPdf } = await import('./pdf.ts');
      const pdf = await summaryPdf(built.value, language(), words(language()));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeAtomically(join(folder, `${period.name}.csv`), `\ufeff${summaryCsv(built.value)}`);
      await writeAtomically(join(folder, `${period.name}.pdf`), pdf);
      await trim(folder);
      return ok(null);
    } catch (error) {
      logger.warn(
        { module: 'summaries', name: period.name, error: String(error) },
        'a summary was not written',
      );
      return err(refused('summary_not_saved', {}));
    }
  }

  /** Tells the user, once, and remembers that there is nothing left to do. */
  async #done(user: SummaryUser, { kind, name, from }: SummaryPeriod): Promise<void> {
    const { engine, logger } = this.#options;
    await engine.tell({
      id: `summary-${name}`,
      category: 'billing',
      severity: 'info',
      message: `toast.summary_${kind}`,
      values: { from },
      subject: { kind: 'summary', id: name },
    });
    const { choice, done } = this.#of(user);
    try {
      await this.#keep(user, { choice, done: [...done, name].slice(-2 * MAX_DONE) });
    } catch (error) {
      // It is kept in memory, and written with the next.
      logger.warn({ module: 'summaries', error: String(error) }, 'what was written was not remembered');
    }
  }

  #of({ server, userId }: SummaryUser): Pick<Stored['users'][number], 'choice' | 'done'> {
    const found = this.#file.get().users.find((one) => one.server === server && one.userId === userId);
    return found ?? { choice: NO_SUMMARIES, done: [] };
  }

  #keep(
    { server, userId }: SummaryUser,
    change: Pick<Stored['users'][number], 'choice' | 'done'>,
  ): Promise<void> {
    const others = this.#file.get().users.filter((one) => one.server !== server || one.userId !== userId);
    return this.#file.set({ users: [...others, { server, userId, ...change }].slice(-100) });
  }

  /** `summaries/shop.example.com-maria`, in which people find their way. */
  #folder({ server, username }: SummaryUser): string {
    const plain = (text: string): string => text.replace(/[^\p{L}\p{N}.-]+/gu, '_').slice(0, 60);
    const host = URL.canParse(server) ? new URL(server).host : server;
    return join(this.#options.dataDir, 'summaries', `${plain(host)}-${plain(username)}`);
  }
}

/** The summaries in a folder of which all files are there, newest first. */
async function writtenIn(folder: string): Promise<WrittenSummary[]> {
  const files = new Set(await readdir(folder).catch(() => []));
  const names = [...files].flatMap((file) => {
    const { success, data } = SummaryName.safeParse(file.replace(/\.csv$/, ''));
    return success && SUMMARY_FORMS.every((form) => files.has(`${data}.${form}`)) ? [data] : [];
  });
  const found = await Promise.all(
    names.map(async (name): Promise<WrittenSummary[]> => {
      const kind = SUMMARY_KINDS.find((one) => name.startsWith(one));
      const at = await stat(join(folder, `${name}.pdf`)).then(
        ({ mtimeMs }) => Math.floor(mtimeMs),
        () => null,
      );
      return kind === undefined || at === null ? [] : [{ name, kind, from: name.slice(-10), at }];
    }),
  );
  return found
    .flat()
    .sort((a, b) => (a.from < b.from ? 1 : -1))
    .slice(0, 2 * MAX_KEPT);
}

/** Deletes the oldest of each kind beyond the number that is kept, and what a crash left half written. */
async function trim(folder: string): Promise<void> {
  const files = await readdir(folder);
  const remove = SUMMARY_KINDS.flatMap((kind) => {
    const names = [
      ...new Set(files.filter((file) => file.startsWith(kind)).map((file) => file.split('.')[0] ?? '')),
    ];
    const old = names
      .filter((name) => SummaryName.safeParse(name).success)
      .sort()
      .slice(0, -MAX_KEPT);
    return old.flatMap((name) => SUMMARY_FORMS.map((form) => `${name}.${form}`));
  });
  const broken = files.filter((file) => file.endsWith('.tmp'));
  await Promise.all([...remove, ...broken].map((file) => rm(join(folder, file), { force: true })));
}
