/**
 * When the recorded petitions are polled. A tick per minute for a hundred days would take an hour, so most of the
 * minutes without an event are skipped.
 */
import { Temporal } from 'temporal-polyfill';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { recordedPetitions, playedSpans } from './petitions.ts';

const every = { hours: 8 };

/** The minutes around an event that are all played, so that it is detected as early as a live monitor would. */
const around = [-1, 0, 1, 2, 3, 4];

/** The ticks, in order. */
export function recordedTicks(): Instant[] {
  const figures = recordedPetitions.flatMap((petition) => petition.figures.map(([at]) => at));
  const others = recordedPetitions.flatMap(({ deadline, promised, answered }) =>
    [deadline, promised, answered].filter((at) => at !== undefined),
  );
  const events = [...figures, ...others].flatMap((text) => {
    const minute = Temporal.Instant.from(text).round({ smallestUnit: 'minute', roundingMode: 'ceil' });
    return around.map((minutes) => minute.add({ minutes }));
  });
  return playedSpans.flatMap(([from, to]) => {
    const [start, end] = [Temporal.Instant.from(from), Temporal.Instant.from(to)];
    const ticks = events.filter((at) => !isAfter(start, at) && !isAfter(at, end));
    for (let at = start; !isAfter(at, end); at = at.add(every)) ticks.push(at);
    return [...new Map(ticks.map((at) => [at.epochMilliseconds, at])).values()].sort((a, b) =>
      isAfter(a, b) ? 1 : -1,
    );
  });
}
