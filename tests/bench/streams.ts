import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { GatewayProcess } from '../support/gateway-process.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { gatewayLoop } from './lib/loops.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds from an event's time at the gateway until clients of its event stream have it: 100 that follow stock, which changes
 * 50 times a second, beside 1,000 that follow a quiet channel; and the gateway's memory with and without them. Floor: a bare Node
 * server that writes the same bytes to 100 clients.
 */
const IDLE = 1_000;
const ACTIVE = 100;
const CHANGES = 500;
const PAUSE_MS = 20;
const Event = z.object({ at: z.number() });

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Opens a stream and calls back with the data of its events of one kind. */
function follow(
  url: string,
  token: string,
  event: string,
  heard: (data: string) => void,
): Promise<() => void> {
  return new Promise((done, fail) => {
    const request = get(
      url,
      { agent: false, headers: { authorization: `Bearer ${token}` } },
      (response: IncomingMessage) => {
        if (response.statusCode !== 200) fail(new Error(`${url}: ${response.statusCode}`));
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            const data = new RegExp(`event: ${event}\ndata: (.*)`).exec(text.slice(0, end))?.[1];
            text = text.slice(end + 2);
            if (data !== undefined) heard(data);
          }
        });
        response.on('error', () => undefined);
        done(() => request.destroy());
      },
    );
    request.on('error', fail);
  });
}

/** The same bytes from a bare server: ms from the time in them until each client has read them. */
async function floorOf(sample: string): Promise<number[]> {
  const open = new Set<{ write(text: string): unknown }>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 2000\n\n');
    open.add(response);
  });
  server.listen(0, '127.0.0.1');
  await wait(50);
  const { port } = server.address() as AddressInfo;
  const times: number[] = [];
  const heard = (data: string): void => void times.push(Date.now() - Event.parse(JSON.parse(data)).at);
  const stops: (() => void)[] = [];
  for (let n = 0; n < ACTIVE; n += 1)
    stops.push(await follow(`http://127.0.0.1:${port}/`, '', 'change', heard));
  for (let n = 0; n < CHANGES; n += 1) {
    const data = JSON.stringify({ ...(JSON.parse(sample) as object), at: Date.now() });
    for (const response of open) response.write(`event: change\ndata: ${data}\n\n`);
    await wait(PAUSE_MS);
  }
  await wait(500);
  for (const stop of stops) stop();
  server.closeAllConnections();
  server.close();
  return times;
}

const gateway = await GatewayProcess.start(['admin'], {
  MAX_CONNECTIONS_PER_ADDRESS: '5000',
  MAX_CONNECTIONS_PER_USER: '5000',
  RATE_LIMIT_REQUESTS_PER_SECOND: '5000',
  RATE_LIMIT_COMMANDS_PER_SECOND: '5000',
});
try {
  await gateway.submit('admin', 'inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await gateway.submit('admin', 'inventory.create_item', { item: makeItem({ id: 'tea', sku: 'TEA-1' }) });
  const change = (): Promise<void> =>
    gateway.submit('admin', 'inventory.receive', {
      itemId: 'tea',
      locationId: 'shop',
      quantity: 1,
      reference: null,
    });
  for (let n = 0; n < 50; n += 1) await change();
  const before = await gateway.memory();
  const stream = `${gateway.address}/api/v1/events/stream`;
  const token = gateway.token('admin');
  let sample = '';
  let times: number[] = [];
  const heard = (data: string): void => {
    sample = data;
    times.push(Date.now() - Event.parse(JSON.parse(data)).at);
  };
  const stops: (() => void)[] = [];
  for (let n = 0; n < IDLE; n += 1)
    stops.push(await follow(`${stream}?channels=views`, token, 'none', () => undefined));
  await wait(2_000);
  const idle = await gateway.memory();
  for (let n = 0; n < ACTIVE; n += 1)
    stops.push(await follow(`${stream}?channels=inventory`, token, 'inventory.stock_received', heard));
  await gatewayLoop(gateway.address);
  times = [];
  for (let n = 0; n < CHANGES; n += 1) {
    await change();
    await wait(PAUSE_MS);
  }
  await wait(2_000);
  const memory = await gateway.memory();
  const gatewayLoopP99Ms = await gatewayLoop(gateway.address);
  for (const stop of stops) stop();
  const floor = await floorOf(sample);
  const missing = ACTIVE * CHANGES - times.length;
  note(
    `${ACTIVE} streams beside ${IDLE} idle ones: event to client p95 ${quantile(times, 0.95)} ms, bare ${quantile(floor, 0.95)} ms`,
  );
  report({
    bench: 'streams',
    value: quantile(times, 0.95),
    unit: 'ms',
    floor: quantile(floor, 0.95),
    ratio: null,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    floorP50: quantile(floor, 0.5),
    events: times.length,
    missing,
    gatewayLoopP99Ms,
    memoryMb: { before: rounded(before), idle: rounded(idle), active: rounded(memory) },
    kbPerIdleStream: rounded(((idle - before) * 1e3) / IDLE),
  });
} finally {
  await gateway.stop();
}
