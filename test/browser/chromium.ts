/** A real browser, if there is one: Debian's Chromium, or the one that `CHROMIUM` names. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const named = process.env.CHROMIUM;
const usual = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = named ?? usual.find((path) => existsSync(path));

/**
 * Tests in a browser. They are skipped without one: install Chromium (`apt-get install chromium`), or set CHROMIUM. If
 * CHROMIUM is set, as .ci/run does, a missing browser is a failure.
 */
export function inChromium(name: string, tests: () => void): void {
  const suite = executablePath === undefined ? describe.skip : describe;
  suite(`in Chromium: ${name}`, tests);
}

/** A browser without network traffic of its own: no updates, no field trials, no sync. */
export const launch = (...more: string[]): Promise<Browser> =>
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
      ...more,
    ],
  });
