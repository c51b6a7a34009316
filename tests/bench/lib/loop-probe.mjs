import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel } from 'node:worker_threads';

/**
 * Measures how long turns of the event loop take, in the thread it is loaded into, and answers `read` on a channel with the
 * longest one and the 99th percentile in ms; `reset` starts anew. Plain JavaScript, so that built workers can load it.
 */
const RESOLUTION_MS = 1;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
/** The histogram counts the timer's own interval. */
const own = (ns) => Math.max(0, ns / 1e6 - RESOLUTION_MS);
const channel = new BroadcastChannel('loop-probe');
channel.onmessage = ({ data }) => {
  if (data === 'reset') delays.reset();
  if (data === 'read') channel.postMessage({ longest: own(delays.max), p99: own(delays.percentile(99)) });
};
channel.unref();
