/** What both modes of `start` share: the local monitor, its mails in a folder, its alerts on the terminal, its site. */
import type { ConfigInput } from '../src/config/config.ts';
import type { Alert } from '../src/domain/alerts.ts';
import type { Instant } from '../src/domain/time.ts';
import { systemClock, type Clock } from '../src/runtime/runtime.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { startLocalMonitor, type LocalMonitor } from './monitor.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { Mailbox } from './mailbox.ts';
import { rehearsal } from './rehearsal.ts';
import type { Terminal } from './terminal.ts';

export interface SessionSettings {
  readonly config: ConfigInput;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
  readonly terminal: Terminal;
  /** The API keys of platforms, by the parameter in the config. */
  readonly parameters?: ReadonlyMap<string, string> | undefined;
  /** The folder for mails. */
  readonly outbox: string;
  /** The folder of the database; absent: in memory. */
  readonly database: string | undefined;
  readonly sitePort: SitePort;
  /** Whether messages to channels are really sent. Absent: these are recorded petitions, and nothing is. */
  readonly deliver?: boolean;
  /** How to wait, where the site is generated at each alert, and not only when it is asked for. */
  readonly siteWaits?: Clock['waitUntil'];
  /** Who sends the mails of the outbox, where they are really sent. */
  readonly from?: string | undefined;
  /** Sees each alert that is sent, besides the terminal. */
  readonly onAlert?: (alert: Alert) => void;
}

export function startSession(all: SessionSettings): Promise<LocalMonitor> {
  const { terminal, outbox, database, now, deliver, from, onAlert, ...settings } = all;
  const mailbox = new Mailbox(outbox, from);
  const unsent = deliver === undefined ? '' : deliver ? 'not sent from here: ' : 'rehearsal, not sent: ';
  const say = (text: string): void => terminal.say(text);
  return startLocalMonitor({
    ...settings,
    now,
    // What is really sent keeps the limits of the platforms.
    ...(deliver === true
      ? { waitUntil: systemClock.waitUntil }
      : { rehearse: rehearsal({ folder: outbox, now, say }) }),
    folder: database,
    onNote: (text) => terminal.note(text),
    onAlert: (alert) => {
      terminal.alert(alert);
      onAlert?.(alert);
    },
    onDelivery: async (delivery, service) => {
      const { protocol } = delivery.subscription;
      if (protocol === 'email') {
        const mail = await mailbox.put(delivery, new Date(now().epochMilliseconds), service);
        terminal.mail(mail, delivery, from === undefined ? unsent : '');
      } else if (protocol === 'sms') terminal.sms(delivery, unsent);
      else terminal.machine(delivery, unsent);
    },
  });
}

/** How to see the site, where it would be gone before anybody could open its address. */
export const withoutSite = 'To see the status site, start without --exit.';

/** A failure is logged. The site stays as it was, and the next call tries again. */
export async function refreshSite(
  { generateSite }: LocalMonitor,
  telemetry: Telemetry,
  timeLimit?: number,
): Promise<void> {
  await generateSite(timeLimit).catch((error: unknown) =>
    telemetry.error('site not generated', { reason: String(error) }),
  );
}
