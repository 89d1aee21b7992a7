/** When signing ends and by when responses are owed, for calendars: of all petitions (`deadlines.ics`), and of one. iCalendar, RFC 5545. */
import {
  escape,
  ICalCalendar,
  ICalEvent,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalEventData,
} from 'ical-generator';
import { pluralize } from '../../../src/format.ts';
import { isAfter, type Instant } from '../../../src/domain/time.ts';
import { sortByTime } from '../../../src/status/overdue.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { SiteFile } from '../site-file.ts';
import { paths, petitionPath } from '../paths.ts';
import type { Overview, PetitionRecord, PetitionView, SiteContext } from '../view-model.ts';
import { calendarDeadlines, titleOf, type CalendarDeadline } from './deadlines.ts';
import { foldLines } from './ical-fold.ts';
import { petitionUrl, uuidOf } from './identifiers.ts';

/** How long a date that has passed stays; one without a response stays until that arrives. */
const keepPastFor = { hours: 90 * 24 };
const refreshed = 3_600;
/**
 * The most signing deadlines, the next ones first: each event is a kilobyte, and no calendar opens ten thousand of
 * them. Responses are all included.
 */
const maxSigning = 1_000;

/** The calendar of all petitions. */
export function deadlinesCalendar({ petitions, changedAt }: Overview, site: SiteContext): SiteFile {
  const today = changedAt?.round({ smallestUnit: 'hour', roundingIncrement: 24, roundingMode: 'floor' });
  const isRecent = ({ deadline: { overdue, settled } }: Dated): boolean =>
    overdue || today === undefined || !isAfter(today.subtract(keepPastFor), settled);
  const events = withoutCrowd(petitions.flatMap(datesOf).filter(isRecent), today);
  return calendarFile({ path: paths.calendar, name: site.title }, events, site);
}

/** The calendar of one petition: all of its dates, past ones too. */
export const petitionCalendar = (record: PetitionRecord, site: SiteContext): SiteFile =>
  calendarFile(
    { path: petitionPath(record.petition.petition, 'ics'), name: titleOf(record.status) },
    datesOf(record),
    site,
  );

/** A deadline, and when something of its petition last changed. */
interface Dated {
  readonly deadline: CalendarDeadline;
  readonly view: PetitionView;
  readonly changed: Instant;
}

function datesOf(view: PetitionView): Dated[] {
  const changed = changeOf(view);
  if (changed === undefined) return [];
  return calendarDeadlines(view).map((deadline) => ({ deadline, view, changed }));
}

function calendarFile(
  { path, name }: { readonly path: string; readonly name: string },
  events: readonly Dated[],
  site: SiteContext,
): SiteFile {
  const frame = new ICalCalendar({
    // The library does not escape the name.
    name: escape(oneLine(name), false),
    prodId: { company: 'petition-threshold-monitor', product: 'deadlines', language: 'EN' },
    source: site.url + path,
    ttl: refreshed,
  });
  const body = sortByTime([...events], ({ deadline }) => deadline.at).map(({ deadline, view, changed }) =>
    new ICalEvent(eventOf(deadline, view, changed, site), frame).toString(),
  );
  return { path, body: withEvents(frame.toString(), body.map(foldLines)) };
}

function withoutCrowd(all: Dated[], today: Instant | undefined): Dated[] {
  const answers = all.filter(({ deadline }) => deadline.kind === 'response');
  const signing = sortByTime(
    all.filter(({ deadline }) => deadline.kind === 'signing'),
    ({ deadline }) => deadline.at,
  );
  const isAhead = ({ deadline: { at } }: Dated): boolean => today === undefined || !isAfter(today, at);
  const nearest = [...signing.filter(isAhead), ...signing.filter((one) => !isAhead(one)).reverse()];
  return [...answers, ...nearest.slice(0, maxSigning)];
}

/** Every line has a line break, including the last one (RFC 5545, section 3.1). */
function withEvents(frame: string, events: readonly string[]): string {
  const end = 'END:VCALENDAR';
  return `${frame.slice(0, -end.length)}${events.join('')}${end}\r\n`;
}

/**
 * An event without end or length is an instant, which every calendar shows at its time and on its day. With a length, a
 * deadline in the last millisecond of a day would reach into the next day. The event does not mark anyone as busy.
 */
function eventOf(
  deadline: CalendarDeadline,
  { petition, status }: PetitionView,
  changed: Instant,
  site: SiteContext,
): ICalEventData {
  const page = petitionUrl(deadline.petition, 'html', site);
  const lines = [
    clip(oneLine(status.title ?? ''), 300) || deadline.petition,
    ...deadline.description,
    ...(status.signatures === null ? [] : [`It has ${pluralize(status.signatures, 'signature')}.`]),
    page,
  ];
  return {
    id: uuidOf(deadline.name),
    // It grows with every change of the event: a moved deadline is an alert, and so is an answer.
    sequence: petition.alerts,
    stamp: dateOf(changed),
    lastModified: dateOf(changed),
    start: dateOf(deadline.at),
    summary: deadline.summary,
    description: lines.map(oneLine).join('\n'),
    url: page,
    status: deadline.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

/** The library takes 25 µs to write an instant of Temporal; in that time it writes twenty dates (2026-11). */
const dateOf = ({ epochMilliseconds }: Instant): Date => new Date(epochMilliseconds);

/** When the last reading with something new was made, or since when the petition is gone. */
function changeOf({ petition: { last, gone } }: PetitionView): Instant | undefined {
  return last !== undefined && gone !== undefined && isAfter(gone.since, last.at) ? gone.since : last?.at;
}
