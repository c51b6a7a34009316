import { READ_NAMES } from '#shared/bridge/index.ts';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { EVENTS, isEmittedType, isEventType } from '#shared/protocol/events/index.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { DOMAINS } from '../../src/main/engine/domains/index.ts';
import { readsOf } from '../../src/main/engine/domains/registry.ts';
import { noticesPart } from '../../src/main/engine/notices/index.ts';
import { outboxPart } from '../../src/main/engine/outbox/index.ts';
import { historyPart } from '../../src/main/engine/store/older.ts';
import { missing } from './contract-gaps.ts';

/** The types of the events that gateways of this version emit. */
export const EMITTED: readonly string[] = Object.keys(EVENTS).filter(
  (type) => isEventType(type) && isEmittedType(type),
);

const keysOf = (parts: readonly (object | undefined)[]): string[] =>
  parts.flatMap((part) => Object.keys(part ?? {}));
const domainOf = (name: string): string => name.slice(0, name.indexOf('.'));
const where = (domain: string): string => `src/main/engine/domains/${domain}/index.ts`;

/**
 * Returns the gaps of the gateway's modules: commands without a handler, channels with rows but without a snapshot, and kinds
 * of rows that a snapshot lacks, or leaves out without a history to request them from.
 */
export function gatewayGaps(): string[] {
  const handled = keysOf(MODULES.map(({ commands }) => commands));
  const snapshots = keysOf(MODULES.map(({ snapshots: some }) => some));
  const withRows = CHANNELS.filter((channel) => CHANNEL_DEFINITIONS[channel].rows.length > 0);
  return [
    ...missing(withRows, snapshots).map(
      (channel) =>
        `No gateway module has a snapshot of ${channel}. Declare it in src/gateway/${channel}/index.ts and list the module in src/gateway/modules.ts.`,
    ),
    ...rowGaps(),
    ...missing(Object.keys(COMMANDS), handled).map(
      (type) => `No gateway module handles ${type}. Add a handler in src/gateway/${domainOf(type)}.`,
    ),
  ];
}

/** Kinds of rows that come with the history of another. */
const COMPANIONS: readonly string[] = ['read_position'];

function rowGaps(): string[] {
  const sources = new Map(MODULES.flatMap(({ snapshots }) => Object.entries(snapshots ?? {})));
  return CHANNELS.filter((channel) => sources.has(channel)).flatMap((channel) => {
    const kinds = CHANNEL_DEFINITIONS[channel].rows.map(({ kind }) => kind);
    const declared = sources.get(channel) ?? [];
    const file = `src/gateway/${channel}/snapshot.ts`;
    const partial = declared.filter(({ now, history }) => now !== undefined && history === undefined);
    return [
      ...missing(
        kinds,
        declared.map(({ kind }) => kind),
      ).map((kind) => `The snapshot of ${channel} has no rows of the kind ${kind}. Add them in ${file}.`),
      ...partial
        .filter(({ kind }) => !COMPANIONS.includes(kind))
        .map(
          ({ kind }) =>
            `A snapshot of ${channel} leaves out rows of the kind ${kind}, which have no history. Declare it in ${file}.`,
        ),
    ];
  });
}

/**
 * Returns the gaps of the engine's domains: channels without a projection or dump, events without a description, reads
 * without an implementation, and duplicate migration numbers.
 */
export function engineGaps(): string[] {
  const list = 'list the domain in src/main/engine/domains/index.ts';
  const projections = keysOf(DOMAINS.map((domain) => domain.projections));
  const dumps = keysOf(DOMAINS.map((domain) => domain.dumps));
  const described = keysOf(DOMAINS.map(({ activity }) => activity));
  return [
    ...missing(CHANNELS, projections).map(
      (channel) => `The engine has no projection of ${channel}. Declare it in ${where(channel)} and ${list}.`,
    ),
    ...missing(CHANNELS, dumps).map(
      (channel) => `The engine has no dump of ${channel}. Declare it in ${where(channel)}.`,
    ),
    ...missing(EMITTED, described).map(
      (type) => `The event ${type} has no description. Add it to the activity of ${where(domainOf(type))}.`,
    ),
    ...readGaps(),
    ...migrationGaps(),
  ];
}

/** Returns an error for each read that no domain answers, or two do. Some reads are answered over all domains. */
function readGaps(): string[] {
  const parts = [...DOMAINS, outboxPart, noticesPart, historyPart];
  const isAnswered = (name: (typeof READ_NAMES)[number]): boolean => {
    try {
      readsOf(parts, [name]);
      return true;
    } catch {
      return false;
    }
  };
  return READ_NAMES.filter((name) => !isAnswered(name)).map(
    (name) => `No domain answers ${name}, or two do. Declare it under reads in ${where(domainOf(name))}.`,
  );
}

/** Returns an error for each cache migration whose number is taken. */
function migrationGaps(): string[] {
  const versions = [...DOMAINS, outboxPart, noticesPart].flatMap(({ name, migrations }) =>
    (migrations ?? []).map(({ version }) => ({ name, version })),
  );
  return versions.flatMap(({ name, version }, at) => {
    const first = versions.findIndex((other) => other.version === version);
    return first < at ? [`The number of the cache migration ${version} of ${name} is already in use.`] : [];
  });
}
