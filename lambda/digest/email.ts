/** A digest as people read it in a mail: in English, its times in the zone of its list. */
import { pluralize, formatDayMonth, formatDay, formatDayAndTime, formatNumber, formatZone } from '../../src/format.ts';
import { commitmentVerbs } from '../../src/notifications/response-wording.ts';
import type { Digest } from '../../src/domain/digest.ts';

/** What it comes down to: "2 alerts, 1 answer overdue". */
export function digestHeadline({ until, timeZone, count }: Digest): string {
  const parts = [
    count.alerts > 0 && pluralize(count.alerts, 'alert'),
    count.overdue > 0 && pluralize(count.overdue, 'answer overdue', 'answers overdue'),
    count.deadlines > 0 && pluralize(count.deadlines, 'deadline near', 'deadlines near'),
  ].filter((part) => part !== false);
  return `Petitions, ${formatDayMonth(until, timeZone)}: ${parts.join(', ') || 'nothing new'}`;
}

/** `contact` is where a reader may change what they receive. */
export function digestEmail(digest: Digest, contact: string | undefined): string {
  const { count, alerts, overdue, deadlines, petitions, unreadable } = digest;
  const parts = [
    spanText(digest),
    staleness(digest),
    section('Alerts', count.alerts, alerts.map(alertText(digest))),
    section('Answers overdue', count.overdue, overdue.map(overdueText(digest))),
    section('Deadlines in the next seven days', count.deadlines, deadlines.map(deadlineText(digest))),
    section('Where the petitions stand', count.petitions, petitions.map(petitionText(digest))),
    section(
      'Could not be read, and so is not in here',
      count.unreadable,
      unreadable.map((reason) => [reason]),
    ),
    contact && `Who sends this, and how to change what you receive: ${contact}`,
    digest.id,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function spanText({ from, until, timeZone, count }: Digest): string {
  const span = `From ${formatDayAndTime(from, timeZone)} to ${formatDayAndTime(until, timeZone)}; all times are ${formatZone(timeZone)}.`;
  const isQuiet = count.alerts === 0 && count.overdue === 0 && count.deadlines === 0;
  return isQuiet ? `${span}\nNo alert, no answer overdue, no deadline in the next seven days.` : span;
}

/** When the monitor itself was not at work up to the end of the span: that nothing is told may then mean nothing. */
function staleness({ lastTick, until, timeZone }: Digest): string | undefined {
  if (lastTick === null) return 'The monitor has not finished a tick yet: nothing is known so far.';
  if (lastTick.epochMilliseconds >= until.epochMilliseconds) return undefined;
  return `The monitor has finished no tick since ${formatDayAndTime(lastTick, timeZone)}: what happened after that is not in here.`;
}

type Lines = readonly string[];

/** A heading and its items, of which the first lines stand out; nothing at all where there is none. */
function section(heading: string, count: number, items: readonly Lines[]): string | undefined {
  if (count === 0) return undefined;
  const lines = items.map(([first = '', ...more]) => [`- ${first}`, ...more.map((line) => `  ${line}`)].join('\n'));
  const left = count - items.length;
  const rest =
    left === 0 ? [] : [items.length === 0 ? `${formatNumber(left)} in all` : `and ${formatNumber(left)} more`];
  return [`${heading}: ${formatNumber(count)}`, ...lines, ...rest].join('\n');
}

const nameText = ({ title, petition }: { title: string | null; petition: string }): string =>
  title === null || title === '' ? petition : `${title} (${petition})`;

const alertText =
  ({ timeZone }: Digest) =>
  (alert: Digest['alerts'][number]): Lines => [
    `${formatDayAndTime(alert.detectedAt, timeZone)}: ${alert.headline}`,
    nameText(alert),
  ];

const overdueText =
  ({ timeZone }: Digest) =>
  (answer: Digest['overdue'][number]): Lines => {
    const { authority, commitment, deadline, needed, threshold, daysLate } = answer;
    const was = `${commitmentVerbs[commitment].hindsight} by ${formatDay(deadline, timeZone)}`;
    return [
      nameText(answer),
      `An answer from ${authority} to the ${threshold} threshold of ${formatNumber(needed)} ${was}: ${late(daysLate)}.`,
    ];
  };

const late = (days: number): string => (days === 0 ? 'less than a day ago' : `${pluralize(days, 'day')} ago`);

const deadlineText =
  ({ timeZone }: Digest) =>
  (ahead: Digest['deadlines'][number]): Lines => {
    const { deadline, at, missing, threshold, needed } = ahead;
    const line = `the ${threshold} threshold of ${formatNumber(needed)}`;
    const what =
      deadline === 'signing' ? `signing ends, ${formatNumber(missing)} short of ${line}` : `an answer to ${line}`;
    return [`${formatDayAndTime(at, timeZone)}: ${what}`, nameText(ahead)];
  };

const petitionText =
  ({ timeZone }: Digest) =>
  (one: Digest['petitions'][number]): Lines => {
    const { signatures, goneSince, failures, url } = one;
    const count = signatures === null ? 'Not read yet' : pluralize(signatures, 'signature');
    const goes =
      goneSince === null
        ? needsText(one, timeZone)
        : `; not shown by its platform since ${formatDay(goneSince, timeZone)}`;
    const unread = failures === 0 ? '' : `; the last ${pluralize(failures, 'look')} gave no reading`;
    return [nameText(one), `${count}${goes}${unread}`, ...(url === null ? [] : [url])];
  };

function needsText({ signatures, next, deadline, closedAt }: Digest['petitions'][number], timeZone: string): string {
  if (signatures === null) return '';
  if (next === null) return closedAt === null ? '; no threshold is open' : '; closed';
  const until = deadline === null ? '' : ` by ${formatDay(deadline, timeZone)}`;
  const pace = next.aDay === null ? '' : `, ${formatNumber(next.aDay)} a day`;
  return `; ${formatNumber(next.missing)} more for the ${next.threshold} threshold of ${formatNumber(next.needed)}${until}${pace}`;
}
