/**
 * Times that cannot be. A platform that stamps something in 1970 or next year is in disorder, and one wrong stamp would
 * have an answer called late on the spot: such an answer is no reading.
 */
import { BadInput, type Fault } from '../validation.ts';
import type { Reading } from '../domain/observation.ts';
import { isAfter, startOfDay, type Instant } from '../domain/time.ts';

/** The oldest platforms that we know of are the Bundestag's, of 2005, and Downing Street's, of 2006. */
const first = (): Instant => startOfDay('2000-01-01', 'UTC');
/** Clocks differ; and no clock by a day. */
const skew = { hours: 24 };
/** No signing window is longer than a few years; a deadline far off stands for none. */
const farthest = { hours: 24 * 366 * 100 };

/** @throws {BadInput} that names every time that cannot be. `what` is the answer that was read. */
export function checkPlausibleTimes(reading: Reading, now: Instant, what: string): void {
  const { opened, registered, deadline, signing, stamps = {}, clockStarted, partsAt, answer } = reading;
  const happened: [string, Instant | null | undefined][] = [
    ['opened', opened],
    ['registered', registered],
    ['clockStarted', clockStarted === true ? undefined : clockStarted],
    ['partsAt', partsAt],
    ['signing.at', signing?.open === false ? signing.at : undefined],
    ['answer.at', answer?.at],
    ...Object.entries(stamps).map(([name, at]): [string, Instant | null] => [`stamps.${name}`, at]),
  ];
  const faults = [
    ...happened.flatMap(([path, at]) => faultOf(path, at, now.add(skew), now)),
    ...faultOf('deadline', deadline, now.add(farthest), now),
  ];
  if (faults.length > 0) throw new BadInput(what, faults);
}

function faultOf(path: string, at: Instant | null | undefined, last: Instant, now: Instant): Fault[] {
  if (at === null || at === undefined || (!isAfter(first(), at) && !isAfter(at, last))) return [];
  const good = now.toString({ smallestUnit: 'second' });
  return [{ path, message: `can not be ${at.toString()}, seen on ${good}; a good value is "${good}"` }];
}
