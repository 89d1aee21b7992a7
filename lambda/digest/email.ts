/** The mail of a digest: in English, its times in the zone of its list. */
import { pluralize, formatDayMonth, formatDay, formatDayAndTime, formatNumber, formatZone } from '../../src/format.ts';
import { responseOwedClause } from '../../src/notifications/response-wording.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { reaches } from '../../src/storage/tick-item.ts';

/** The digest in one line: "2 alerts, 1 response past its date". */
export function digestHeadline({ until, timeZone, count }: Digest): string {
  const parts = [
    count.alerts > 0 && pluralize(count.alerts, 'alert'),
    count.overdue > 0 && pluralize(count.overdue, 'response past its date', 'responses past their date'),
    count.deadlines > 0 && pluralize(count.deadlines, 'date ahead', 'dates ahead'),
  ].filter((part) => part !== false);
  return `Petitions, ${formatDayMonth(until, timeZone)}: ${parts.join(', ') || 'nothing new'}`;
}

/** `contact` is where recipients change what they receive. */
export function digestEmail(digest: Digest, contact: string | undefined): string {
  const { count, alerts, overdue, deadlines, petitions, unreadable } = digest;
  const parts = [
    spanText(digest),
    staleness(digest),
    section('Alerts', count.alerts, alerts.map(alertText(digest))),
    section('Responses past their date', count.overdue, overdue.map(overdueText(digest))),
    section('Dates in the next seven days', count.deadlines, deadlines.map(deadlineText(digest))),
    section('Status of the petitions', count.petitions, petitions.map(petitionText(digest))),
    section(
      'Unreadable, not included',
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
  return isQuiet ? `${span}\nNo alerts, no responses past their date, no dates in the next seven days.` : span;
}

/** A warning when the monitor did not run up to the end of the span: silence then proves nothing. */
function staleness({ lastTick, until, timeZone }: Digest): string | undefined {
  if (lastTick === null) return 'The monitor has not completed a run yet, so there is no data.';
  if (reaches(lastTick, until)) return undefined;
  return `The monitor has not completed a run since ${formatDayAndTime(lastTick, timeZone)}. Later events are not included.`;
}

type Lines = readonly string[];

/** A heading and its items, each with a first line that stands out; undefined where there are none. */
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

const thresholdText = ({ threshold, needed }: { threshold: string; needed: number }): string =>
  `the ${threshold} threshold of ${formatNumber(needed)}`;

const alertText =
  ({ timeZone }: Digest) =>
  (alert: Digest['alerts'][number]): Lines => [
    `${formatDayAndTime(alert.detectedAt, timeZone)}: ${alert.headline}`,
    nameText(alert),
  ];

const overdueText =
  ({ timeZone }: Digest) =>
  (overdue: Digest['overdue'][number]): Lines => {
    const owed = responseOwedClause(overdue, 'was', ` to ${pluralize(overdue.needed, 'signature')}`);
    return [nameText(overdue), `${owed} by ${formatDay(overdue.deadline, timeZone)}, ${ago(overdue.daysLate)}.`];
  };

const ago = (days: number): string => (days === 0 ? 'less than a day ago' : `${pluralize(days, 'day')} ago`);

const deadlineText =
  ({ timeZone }: Digest) =>
  (ahead: Digest['deadlines'][number]): Lines => {
    const { deadline, at, missing } = ahead;
    // The document does not say what the date of a response is worth, so this is the weakest word.
    const what =
      deadline === 'signing'
        ? `signing ends, ${formatNumber(missing)} short of ${thresholdText(ahead)}`
        : `the date for a response to ${pluralize(ahead.needed, 'signature')}`;
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
        : `; gone from its platform since ${formatDay(goneSince, timeZone)}`;
    const unread =
      failures === 0
        ? ''
        : failures === 1
          ? '; the last check failed'
          : `; the last ${formatNumber(failures)} checks failed`;
    return [nameText(one), `${count}${goes}${unread}`, ...(url === null ? [] : [url])];
  };

function needsText({ signatures, next, deadline, closedAt }: Digest['petitions'][number], timeZone: string): string {
  if (signatures === null) return '';
  if (next === null) return closedAt === null ? '; no threshold is open' : '; closed';
  const until = deadline === null ? '' : ` by ${formatDay(deadline, timeZone)}`;
  const pace = next.aDay === null ? '' : ` (${formatNumber(next.aDay)} per day)`;
  return `; ${formatNumber(next.missing)} more needed for ${thresholdText(next)}${until}${pace}`;
}
