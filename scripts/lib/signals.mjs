/**
 * Resolves with exit code 0 when the process is asked to stop: by SIGINT, SIGTERM or SIGHUP, or because the shell in which
 * npm started it has exited (npm sends signals to that shell, and not every shell passes them on).
 */
export function whenAskedToEnd() {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => done(0));
    if (process.env.npm_lifecycle_event === undefined) return;
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      done(0);
    }, 500);
    timer.unref();
  });
}
