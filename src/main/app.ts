import { type Console, type ConsoleOptions, composeConsole } from './compose.ts';
import { createEngine } from './engine/client/client.ts';
import type { HostPorts } from './ports.ts';
import { lockData } from './services/data-lock.ts';

export type { Console, ConsoleOptions } from './compose.ts';

/**
 * The composition root: builds a running console from the host's ports. Rejects with DataInUseError if another console
 * already uses the data folder.
 */
export async function createConsole(ports: HostPorts, options: ConsoleOptions): Promise<Console> {
  const unlock = lockData(ports.paths.data);
  try {
    const console = await composeConsole(ports, options, { createEngine });
    return {
      ...console,
      async dispose() {
        await console.dispose();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
