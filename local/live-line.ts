/** The line that a live monitor shows of itself: what it watches, its last poll and its next one. Pure. */
import { formatDay, formatDayMonth, formatNumber, pluralize } from '../src/format.ts';
import { dueInstant } from '../src/domain/cadence.ts';
import { earliest, isAfter, type Instant } from '../src/domain/time.ts';
import { parseDueKey } from '../src/storage/due-buckets.ts';
import type { StoredPetition } from '../src/storage/petition-item.ts';
import { clip } from '../src/text.ts';

/** After a poll. */
export interface LiveState {
  readonly petitions: number;
  /** Absent: nothing was due since the start. */
  readonly lastPoll: { readonly at: Instant; readonly polls: number; readonly readings: number } | undefined;
  /** Absent: no petition is due again. */
  readonly nextPoll: Instant | undefined;
}

/** Cut to `width` columns, with times in `timeZone`. */
export function liveLine(state: LiveState | undefined, now: Instant, timeZone: string, width: number): string {
  if (state === undefined) return clip('First poll under way', width);
  const { petitions, lastPoll, nextPoll } = state;
  const parts = [
    `Watching ${pluralize(petitions, 'petition')}`,
    lastPoll === undefined
      ? 'nothing due yet'
      : `last poll ${timeText(lastPoll.at, 'second')}, ${resultText(lastPoll.polls, lastPoll.readings)}`,
    ...(nextPoll === undefined
      ? []
      : [isAfter(nextPoll, now) ? `next poll ${timeText(nextPoll, 'minute')}` : 'polling']),
  ];
  return clip(parts.join(' · '), width);

  /** The time alone on the day that it is now. */
  function timeText(at: Instant, smallestUnit: 'minute' | 'second'): string {
    const time = at.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit });
    return formatDay(at, timeZone) === formatDay(now, timeZone) ? time : `${formatDayMonth(at, timeZone)}, ${time}`;
  }
}

const resultText = (polls: number, readings: number): string =>
  `${pluralize(readings, 'reading')}${readings < polls ? `, ${formatNumber(polls - readings)} failed` : ''}`;

/** When a tick next polls one of the petitions or, at `nextLists`, reads the lists of queries. Ticks run at full minutes. */
export function earliestPoll(
  petitions: readonly Pick<StoredPetition, 'petition' | 'dueKey'>[],
  nextLists: Instant | undefined,
  now: Instant,
): Instant | undefined {
  const dueTimes = petitions.flatMap(({ petition: { petition }, dueKey }) => {
    const due = dueKey && parseDueKey(dueKey);
    return due === undefined || 'never' in due ? [] : [dueInstant(petition, due, now)];
  });
  const [first, ...others] = nextLists === undefined ? dueTimes : [nextLists, ...dueTimes];
  const due = first && earliest(first, ...others).round({ smallestUnit: 'minute', roundingMode: 'ceil' });
  if (due === undefined || isAfter(due, now)) return due;
  return now.round({ smallestUnit: 'minute', roundingMode: 'floor' }).add({ minutes: 1 });
}
