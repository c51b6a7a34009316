import { METHODS, STREAMS } from '#shared/bridge/index.ts';
import { METHOD_NAMES, STREAM_NAMES } from '#shared/bridge/names.ts';
import { ROLES } from '#shared/domain/admin.ts';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import type { ChannelDefinition } from '#shared/protocol/events/define.ts';
import { isPermission, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';

/** Returns the members of `wanted` that are not in `present`. */
export function missing(wanted: Iterable<string>, present: Iterable<string>): string[] {
  const known = new Set(present);
  return [...wanted].filter((name) => !known.has(name));
}

/** Returns the errors in the declarations of channels and commands: names that do not match, permissions that no role has. */
export function protocolGaps(): string[] {
  const channels = CHANNELS.flatMap((key) => {
    const definition: ChannelDefinition = CHANNEL_DEFINITIONS[key];
    const file = `src/shared/protocol/events/${key}.ts`;
    const misnamed = definition.name === key ? [] : [`${file}: the channel is named ${definition.name}.`];
    const foreign = Object.keys(definition.events).filter((type) => !type.startsWith(`${key}.`));
    const absent = missing(Object.keys(definition.later ?? {}), Object.keys(definition.events));
    return [
      ...misnamed,
      ...foreign.map((type) => `${file}: the event ${type} does not begin with the channel's name.`),
      ...absent.map((type) => `${file}: ${type} is declared for later, but there is no such event.`),
      ...Object.entries(definition.permissions)
        .filter(
          ([name, role]) => !ROLES.includes(role) || !ROLE_PERMISSIONS[role].some((held) => held === name),
        )
        .map(([name]) => `${file}: no role holds the permission ${name}.`),
      ...[definition.readPermission]
        .filter((name) => !isPermission(name))
        .map((name) => `${file}: no channel declares the permission ${name}.`),
    ];
  });
  const commands = Object.entries(COMMANDS)
    .filter(([, { permission }]) => !isPermission(permission))
    .map(([type, { permission }]) => `The command ${type} needs ${permission}, which no channel declares.`);
  return [...channels, ...commands];
}

/** Returns the differences between the preload's names and the bridge contract. */
export function bridgeGaps(): string[] {
  const file = 'src/shared/bridge/names.ts';
  const methods = Object.keys(METHODS);
  const streams = Object.keys(STREAMS);
  return [
    ...missing(methods, METHOD_NAMES).map((name) => `${file}: METHOD_NAMES lacks ${name}.`),
    ...missing(streams, STREAM_NAMES).map((name) => `${file}: STREAM_NAMES lacks ${name}.`),
    ...missing(METHOD_NAMES, methods).map((name) => `${file}: the contract has no method ${name}.`),
    ...missing(STREAM_NAMES, streams).map((name) => `${file}: the contract has no stream ${name}.`),
    ...Object.entries({ ...METHODS, ...STREAMS })
      .filter(([, { access }]) => access !== 'anyone' && access !== 'signed_in' && !isPermission(access))
      .map(([name, { access }]) => `The bridge's ${name} needs ${access}, which no channel declares.`),
  ];
}
