import { join } from 'node:path';
import { app, Menu, Tray } from 'electron';
import type { Say } from './texts.ts';

/** The icon in the system's tray. */
export interface ConsoleTray {
  /** Sets its texts again, in the user's language of now. */
  translate(): void;
  dispose(): void;
}

/**
 * Puts an icon into the system's tray, which shows the window. Throws where the icon cannot be read; a desktop without a tray
 * shows none. On macOS the icon is a template, which the system tints.
 */
export function openTray(resources: string, say: Say, show: () => void): ConsoleTray {
  const icon = process.platform === 'darwin' ? 'trayTemplate.png' : '32x32.png';
  const tray = new Tray(join(resources, 'icons', icon));
  const translate = (): void => {
    tray.setToolTip('Quayside');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: say('show'), click: show },
        { type: 'separator' },
        { label: say('quit'), click: () => app.quit() },
      ]),
    );
  };
  tray.on('click', show);
  translate();
  return { translate, dispose: () => tray.destroy() };
}
