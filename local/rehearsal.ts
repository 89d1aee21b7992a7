/** What `start` without --deliver does with messages to channels: it shows them, and writes each to a file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../src/channels/channel-registry.ts';
import { pluralize } from '../src/format.ts';
import type { Instant } from '../src/domain/time.ts';
import { alertWording } from '../src/notifications/alert-wording.ts';
import { oneLine } from '../src/text.ts';
import type { Send } from '../lambda/deliver/sender.ts';

export interface RehearsalSettings {
  /** The folder of the mails. */
  readonly folder: string;
  readonly now: () => Instant;
  readonly say: (text: string) => void;
}

/** No secret is read, so the address and the headers of a request are not those that would be sent: a file has its body. */
export function rehearsal({ folder, now, say }: RehearsalSettings): Send {
  let written = 0;
  return (to, news) => {
    const { body } = channels[to.kind].request(news, { settings: to.settings, secret: '', session: '', now: now() });
    written += 1;
    const time = now().toString({ smallestUnit: 'second' }).replaceAll(':', '');
    const file = join(folder, `${time}-${to.kind}-${written}.json`);
    writeFileSync(file, `${body}\n`);
    const what =
      news.kind === 'alert'
        ? `${alertWording(news.alert).headline} - ${oneLine(news.alert.title)}`
        : `${pluralize(news.alerts.length + news.more, 'alert')} in one message`;
    say(`rehearsal, not sent: ${to.place}: ${what} (${file})`);
    return Promise.resolve({ kind: 'sent' });
  };
}
