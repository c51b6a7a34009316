import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Say } from './texts.ts';

/** The menu that macOS expects first, named after the app. */
function appMenu(say: Say): MenuItemConstructorOptions {
  return {
    label: 'Quayside',
    submenu: [
      { role: 'about', label: say('about') },
      { type: 'separator' },
      { role: 'hide', label: say('hide') },
      { role: 'hideOthers', label: say('hideOthers') },
      { role: 'unhide', label: say('showAll') },
      { type: 'separator' },
      { role: 'quit', label: say('quit') },
    ],
  };
}

/**
 * Sets the application menu in the user's language. Without one, Electron shows its own, in English and with developer
 * tools; and on macOS, the shortcuts to cut, copy and paste exist only through it.
 */
export function setMenu(say: Say): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [appMenu(say)] : []),
    {
      label: say('edit'),
      submenu: [
        { role: 'undo', label: say('undo') },
        { role: 'redo', label: say('redo') },
        { type: 'separator' },
        { role: 'cut', label: say('cut') },
        { role: 'copy', label: say('copy') },
        { role: 'paste', label: say('paste') },
        { role: 'selectAll', label: say('selectAll') },
      ],
    },
    {
      label: say('view'),
      submenu: [
        { role: 'reload', label: say('reload') },
        { type: 'separator' },
        { role: 'resetZoom', label: say('resetZoom') },
        { role: 'zoomIn', label: say('zoomIn') },
        { role: 'zoomOut', label: say('zoomOut') },
        { type: 'separator' },
        { role: 'togglefullscreen', label: say('fullScreen') },
      ],
    },
    {
      label: say('window'),
      submenu: [
        { role: 'minimize', label: say('minimize') },
        { role: 'close', label: say('close') },
        ...(process.platform === 'darwin' ? [] : [{ role: 'quit', label: say('quit') } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
