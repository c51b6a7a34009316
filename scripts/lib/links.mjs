import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { say } from './say.mjs';

/**
 * Returns whether this process may read from its terminal now. The system stops a process that does so in the background.
 * Linux tells; elsewhere we assume that it may.
 */
export function isInForeground(stat = readStat()) {
  // The format is "pid (name) state ppid pgrp session tty tpgid …". The name may contain anything.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === undefined || foreground === undefined || group === foreground;
}

function readStat() {
  try {
    return readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return '';
  }
}

/**
 * Prints a new link whenever the user presses Enter in the terminal. A link admits one browser and only for a minute, so a
 * later one must be asked for; the terminal belongs to the user who started the console, like the files.
 *
 * @param {{ inBrowser: boolean, link: () => Promise<string | undefined> }} launch
 * @param {{ input?: import('node:stream').Readable & { isTTY?: boolean }, print?: (line: string) => void, foreground?: () => boolean }} [terminal]
 *   replaced by tests
 * @returns {() => void} a function that stops listening
 */
export function offerLinks(launch, { input = process.stdin, print = say, foreground = isInForeground } = {}) {
  if (!input.isTTY || !launch.inBrowser) return () => {};
  print('The link works once, for a minute. Press Enter for a new one.');
  const lines = createInterface({ input });
  lines.on('line', async () => {
    const link = await launch.link();
    print(link ?? 'The console is not ready. Try again in a moment.');
  });
  const follow = () => (foreground() ? lines.resume() : lines.pause());
  follow();
  process.on('SIGCONT', follow);
  return () => {
    process.off('SIGCONT', follow);
    lines.close();
  };
}
