/** What both ways of `start` share: the monitor on this machine, its mails in a folder, its alerts on the terminal, its site. */
import type { ConfigInput } from '../src/config/config.ts';
import type { Instant } from '../src/domain/time.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { startLocalMonitor, type LocalMonitor } from './monitor.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { Mailbox } from './mailbox.ts';
import type { Terminal } from './terminal.ts';

export interface SessionSettings {
  readonly config: ConfigInput;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
  readonly terminal: Terminal;
  /** The keys of platforms, by the parameter that the config names. */
  readonly parameters?: ReadonlyMap<string, string> | undefined;
  /** Where mails go. */
  readonly outbox: string;
  /** Where the database is kept; absent, in memory. */
  readonly database: string | undefined;
  /** Where the site is served. */
  readonly sitePort: SitePort;
}

export function startSession({ terminal, outbox, database, now, ...settings }: SessionSettings): Promise<LocalMonitor> {
  const mailbox = new Mailbox(outbox);
  return startLocalMonitor({
    ...settings,
    now,
    folder: database,
    onAlert: (alert) => terminal.alert(alert),
    onDelivery: async (delivery, service) => {
      const { protocol } = delivery.subscription;
      if (protocol === 'email') {
        terminal.mail(await mailbox.put(delivery, new Date(now().epochMilliseconds), service), delivery);
      } else if (protocol === 'sms') terminal.sms(delivery);
      else terminal.machine(delivery);
    },
  });
}

/** A site that could not be made is said, as a run that failed is; what is there stays, and the next time it is tried again. */
export async function refreshSite({ generateSite }: LocalMonitor, telemetry: Telemetry): Promise<void> {
  await generateSite().catch((error: unknown) => telemetry.error('site not made', { reason: String(error) }));
}
