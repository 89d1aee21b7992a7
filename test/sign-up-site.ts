/** A monitor for the tests of signing up, and its platform: its petitions were polled once, far from their threshold. */
import type { ConfigInput } from '../src/config/config.ts';
import { startMonitor, type Monitor } from './test-monitor.ts';
import { startPlatform, type Platform } from './test-platform.ts';

export interface SignUpSite {
  readonly platform: Platform;
  readonly monitor: Monitor;
  readonly close: () => Promise<void>;
}

/** Without `signUp`, its site has no form. The pages are not made yet. */
export async function startSignUpSite(
  signUp: NonNullable<ConfigInput['site']>['signUp'],
  ids: readonly string[] = ['1'],
): Promise<SignUpSite> {
  const platform = await startPlatform();
  for (const id of ids) platform.shows(id, { signatureCount: 19_000 });
  const monitor = await startMonitor({
    watch: ids.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
    allowPrivateSources: true,
    warnBefore: [],
    contact: 'https://example.org/us',
    site: signUp ? { signUp } : {},
  });
  await monitor.tick('2016-01-01T12:00:00Z');
  return {
    platform,
    monitor,
    close: async () => {
      await monitor.close();
      await platform.close();
    },
  };
}
