import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { fieldOf, textOf } from './fields.ts';
import { reasonText } from './reasons.ts';
import type { SayContext } from './said.ts';

/** What a command is about: the record's name (null if it is not known here) and what the command does, in words. */
export interface CommandAbout {
  readonly subject: string | null;
  readonly content: string;
}

/** Puts what a command does into words. `data` is the command's own data. */
export type CommandContent = (data: unknown, context: SayContext) => string;
/** Reads the name of a record; null if the cache does not have it. `data` is that of the command about it. */
export type RecordName = (id: string, data: unknown) => Promise<string | null>;

/** What a feature declares about its commands and records. */
interface Describing {
  readonly contents?: Readonly<Partial<Record<string, CommandContent>>>;
  readonly recordNames?: Readonly<Record<string, RecordName>>;
}

/** The fields of commands that hold a person's own words. */
const WORDS = ['body', 'note', 'reason', 'message'] as const;
/** The fields of commands that name a record, and its kind. */
const RECORDS = [
  ['itemId', 'item'],
  ['countId', 'count'],
  ['transferId', 'transfer'],
  ['conversationId', 'conversation'],
  ['roomId', 'room'],
  ['orderId', 'order'],
  ['purchaseId', 'purchase'],
  ['supplierId', 'supplier'],
  ['alertId', 'alert'],
  ['userId', 'user'],
] as const;
/** The fields of commands that hold a new record, which has its name in it. */
const NEW_RECORDS = ['item', 'location', 'customer', 'supplier', 'user'] as const;

/** Returns the words that a person wrote in a command; a reason that was chosen, in the user's language. */
export function wordsIn(data: unknown, context: Pick<SayContext, 't'>): string[] {
  return WORDS.flatMap((field) => {
    const words = textOf(data, field);
    if (words === null) return [];
    return field === 'reason' ? reasonText(context, words) : words;
  });
}

/** Returns the records that a command names. */
export function recordsIn(data: unknown): Subject[] {
  return RECORDS.flatMap(([field, kind]): Subject[] => {
    // A threshold names its item inside.
    const id = textOf(data, field) ?? textOf(fieldOf(data, 'threshold'), field);
    return id === null ? [] : [{ kind, id }];
  });
}

/** Returns a function that says what a command is about, from what the features declare. It never rejects. */
export function createAbout(
  features: readonly Describing[],
): (command: Pick<OutboxEntry, 'type' | 'data'>, context: SayContext) => Promise<CommandAbout> {
  const contents = new Map(features.flatMap(({ contents }) => Object.entries(contents ?? {})));
  const names = new Map(features.flatMap(({ recordNames }) => Object.entries(recordNames ?? {})));
  const nameOf = async (data: unknown): Promise<string | null> => {
    for (const { kind, id } of recordsIn(data)) {
      // What may not be read, or is not in the cache, has no name here.
      const name = await names
        .get(kind)?.(id, data)
        .catch(() => null);
      if (name != null) return name;
    }
    return (
      NEW_RECORDS.map((field) => textOf(fieldOf(data, field), 'name')).find((name) => name !== null) ?? null
    );
  };
  return async ({ type, data }, context) => ({
    subject: await nameOf(data),
    content: contents.get(type)?.(data, context) ?? wordsIn(data, context).join(' · '),
  });
}
