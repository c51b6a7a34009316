import { type Console, type ConsoleOptions, composeConsole } from './compose.ts';
import { createEngine } from './engine/client.ts';
import type { HostPorts } from './ports.ts';

export type { Console, ConsoleOptions } from './compose.ts';

/** The composition root: a running console from what its host provides. */
export function createConsole(ports: HostPorts, options: ConsoleOptions): Promise<Console> {
  return composeConsole(ports, options, { createEngine });
}
