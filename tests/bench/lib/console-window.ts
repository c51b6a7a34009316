import type { Browser, Page } from 'playwright';
import { addUser, newUser } from '../../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../../src/gateway/execute/index.ts';
import { openBridge, redeem, type TestBridge } from '../../support/bridge.ts';
import { launchChromium } from '../../support/chromium.ts';
import { temporaryFolder } from '../../support/folders.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { makeUser } from '../../support/make/user.ts';
import { startProgram } from '../../support/processes.ts';

/** A console in Chromium on the browser host, signed in as a manager of a test gateway. */
export interface ConsoleWindow {
  readonly origin: string;
  readonly bridge: TestBridge;
  readonly page: Page;
  /** The folder with the console's files. */
  readonly dataDir: string;
  /** Ends the browser, the console and the gateway. */
  readonly close: () => Promise<void>;
}

/** Opens a console on a gateway that holds its rows already. The page is blank. */
export async function openConsoleWindow(gateway: TestGateway, name: string): Promise<ConsoleWindow> {
  const folder = temporaryFolder(name);
  const manager = makeUser({ username: 'bench', name: 'Bench', role: 'manager' });
  await gateway.gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) =>
    context.write(addUser, newUser(manager, null, context.now, true)),
  );
  gateway.append(1);
  const host = await startProgram('browser', [
    ...['--server', gateway.url, '--port', '0', '--no-open', '--profile', 'test', '--data-dir', folder.path],
  ]);
  const { origin, cookie } = await redeem(host.address);
  const bridge = openBridge(origin, cookie);
  const browser: Browser = await launchChromium();
  await bridge.call('session.sign_in_persona', { username: 'bench' });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const at = cookie.indexOf('=');
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: origin }]);
  return {
    origin,
    bridge,
    page: await context.newPage(),
    dataDir: folder.path,
    async close() {
      await browser.close();
      bridge.dispose();
      await host.stop();
      await gateway.stop();
      folder.remove();
    },
  };
}
