/** `petition-monitor status`: where the watched petitions stand. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../src/domain/time.ts';
import { formatMoment, formatNumber, pluralize } from '../../src/format.ts';
import { errorMessage, oneLine } from '../../src/text.ts';
import { petitionStatuses } from '../../src/status/petition-status.ts';
import type { StoredDelivery } from '../../src/storage/delivery-item.ts';
import { DeliveryRepository } from '../../src/storage/delivery-repository.ts';
import { FollowersRepository } from '../../src/storage/followers-repository.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { durationText } from '../../local/duration-text.ts';
import { statusRemarks, statusTable } from '../../local/status-table.ts';
import { loadWatched } from '../data/load-watched.ts';
import { defaultStack, type OutputFormat } from '../options.ts';
import { absentFromStack, type AbsentFromStack, type AbsentRecipient } from '../subscribers/absent-from-stack.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface StatusOptions extends TableOptions {
  readonly format: OutputFormat;
}

/** @throws after the others were shown, when a petition cannot be read. */
export async function status({ format, ...where }: StatusOptions): Promise<void> {
  const damaged: string[] = [];
  const { petitions, unreadable, tick, channels, followed } = await withTable(where, async (table) => {
    const dueIndex = new DueIndex(table.client, table.name);
    const deliveries = new DeliveryRepository(table.client, table.name);
    const followers = new FollowersRepository(table.client, table.name);
    const [found, last, all, followed] = await Promise.all([
      loadWatched(table),
      dueIndex.lastTick(),
      deliveries.all((reason) => void damaged.push(reason)),
      followers.all(),
    ]);
    return { ...found, tick: last?.at, channels: all, followed: followed.length };
  });
  const absent = where.data === undefined && where.table === undefined ? await askForAbsent(where.stack) : undefined;
  const now = Temporal.Now.instant();
  const shown = petitionStatuses(petitions, now);
  const lines = format === 'jsonl' ? asJson() : asText();
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const reason of [...unreadable.values(), ...damaged]) process.stderr.write(`${reason}\n`);
  if (damaged.length > 0) throw new Error('what waits for a channel cannot be read');
  if (unreadable.size > 0) throw new Error(`${formatNumber(unreadable.size)} petitions cannot be read`);

  function asJson(): string[] {
    const summary = {
      summary: true,
      petitions: shown.length,
      at: now,
      lastTick: tick ?? null,
      absent: absent?.recipients.map(asData) ?? null,
      channels: channels.map(channelAsData),
      followed,
    };
    return [...shown, summary].map((one) => JSON.stringify(one));
  }

  function asText(): string[] {
    const lastRun =
      tick === undefined
        ? 'The monitor has not completed a run yet.'
        : `Last run: ${formatMoment(tick, 'UTC')}, ${durationText(tick, now, 'UTC')} ago.`;
    const table = shown.length === 0 ? 'Nothing is watched.' : statusTable(shown, now);
    return [
      table,
      ...statusRemarks(shown),
      ...channels.flatMap((one) => channelRemark(one, now) ?? []),
      ...(absent ? absentRemarks(absent) : []),
      ...(followed === 0 ? [] : [followedRemark(followed)]),
      lastRun,
    ];
  }
}

/** The rest of the status is shown, too, where this cannot be known. */
async function askForAbsent(stack: string = defaultStack): Promise<AbsentFromStack | undefined> {
  try {
    return await absentFromStack(stack);
  } catch (error) {
    process.stderr.write(`Who is missing in SNS is not known: ${errorMessage(error)}\n`);
    return undefined;
  }
}

const absentRemarks = ({ recipients, isWithoutOperators }: AbsentFromStack): string[] => [
  ...recipients.map(({ endpoint, state, of }) => {
    const why = state === 'gone' ? 'SNS no longer has it' : 'it is not confirmed';
    return `${oneLine(endpoint)} does not get the ${of === 'operators' ? 'messages to operators' : of.replace('/', ' ')}: ${why}`;
  }),
  ...(recipients.length > 0 ? ['What to do: docs/runbook.md, "Recipients are missing".'] : []),
  ...(isWithoutOperators ? ['No operator is subscribed: nobody hears of problems of the monitor.'] : []),
];

const followedRemark = (petitions: number): string =>
  `${pluralize(petitions, 'petition')} ${petitions === 1 ? 'has' : 'have'} followers: \`subscribers\` counts them.`;

/** Of a channel for which something waits, or that fails. */
function channelRemark({ place, queue }: StoredDelivery, now: Instant): string | undefined {
  const { waiting, more, failingSince, reason = '' } = queue;
  const count = waiting.length + more;
  if (count === 0 && failingSince === undefined) return undefined;
  const waits = `${pluralize(count, 'alert')} ${count === 1 ? 'waits' : 'wait'} for ${oneLine(place)}`;
  if (failingSince === undefined) return waits;
  return `${waits}, which has taken none for ${durationText(failingSince, now, 'UTC')}: ${oneLine(reason)}`;
}

const channelAsData = ({ place, queue: { waiting, more, failingSince, reason, nextTry } }: StoredDelivery) => ({
  channel: place,
  waiting: waiting.length + more,
  failingSince: failingSince ?? null,
  reason: failingSince === undefined ? null : (reason ?? null),
  nextTry: nextTry ?? null,
});

const asData = ({ protocol, endpoint, state, of }: AbsentRecipient) => ({ protocol, endpoint, state, of });
