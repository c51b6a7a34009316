/**
 * How long this thread has worked so far, ms. Unlike the clock on the wall, it stands still while a busy machine runs other
 * programs.
 */
export function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
