import { Pause, Play, RotateCw } from 'lucide-react';
import { useMemo } from 'react';
import { bridge } from '../../bridge/client.ts';
import type { PaletteAction } from '../../lib/feature.ts';
import { useConnection } from '../../stores/connection.ts';
import { ALL_FEATURES } from '../catalog.ts';

const REFRESH: PaletteAction = {
  id: 'refresh',
  label: 'actions.refresh',
  icon: RotateCw,
  run: () => bridge.call('connection.refresh', {}),
};
const PAUSE: PaletteAction = {
  id: 'pause',
  label: 'actions.pause',
  icon: Pause,
  run: () => bridge.call('connection.pause', {}),
};
const RESUME: PaletteAction = {
  id: 'resume',
  label: 'actions.resume',
  icon: Play,
  run: () => bridge.call('connection.resume', {}),
};
const DECLARED = ALL_FEATURES.flatMap(({ actions }) => actions ?? []);
const IN_CONTEXT = ALL_FEATURES.flatMap(({ useActions: use }) => use ?? []);

/** Returns what features offer for what is open. The list of features never changes, so neither does the order of the hooks. */
export function useInContext(): readonly PaletteAction[] {
  const actions: PaletteAction[] = [];
  for (const use of IN_CONTEXT) actions.push(...use());
  return actions;
}

/** Returns the commands of the palette: the connection's, then those that features declare. */
export function useActions(): readonly PaletteAction[] {
  const paused = useConnection((state) => state.status?.state === 'paused');
  return useMemo(() => [REFRESH, paused ? RESUME : PAUSE, ...DECLARED], [paused]);
}
