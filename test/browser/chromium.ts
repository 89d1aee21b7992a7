/** A real browser, where there is one: Debian's Chromium, or the one that `CHROMIUM` names. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const named = process.env.CHROMIUM;
const usual = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = named ?? usual.find((path) => existsSync(path));

/**
 * Tests in a browser. Without one they are skipped: install Chromium (`apt-get install chromium`), or set CHROMIUM. Whoever names one,
 * as .ci/run does, wants it tried: then a browser that is not there is a failure.
 */
export function inChromium(name: string, tests: () => void): void {
  const asked = executablePath === undefined ? describe.skip : describe;
  asked(`in Chromium: ${name}`, tests);
}

/** Nothing of it asks the network: there are no updates, no field trials, no sync. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
