import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { HostPorts } from '../ports.ts';
import { openJsonFile } from './json-file.ts';

const Device = z.object({ deviceId: z.string().min(1).max(64) });

/** Returns the random id of this installation, generated once per profile. It reveals nothing about the machine. */
export async function openDeviceId({ paths, logger, clock }: HostPorts): Promise<string> {
  const made = { deviceId: randomUUID() };
  const file = await openJsonFile({
    path: join(paths.data, 'device.json'),
    schema: Device,
    defaults: () => made,
    logger,
    clock,
  });
  if (file.get() === made) await file.set(made);
  return file.get().deviceId;
}
