/**
 * Times that cannot be right. A platform that stamps something in 1970 or next year has a fault, and one wrong stamp
 * would make a response late at once: such an answer is not a reading.
 */
import { BadInput, type Fault } from '../validation.ts';
import type { Reading } from '../domain/observation.ts';
import { isAfter, startOfDay, type Instant } from '../domain/time.ts';

/** The oldest known platforms are those of the Bundestag, of 2005, and of Downing Street, of 2006. */
const first = (): Instant => startOfDay('2000-01-01', 'UTC');
/** Clocks differ, but not by a day. */
const skew = { hours: 24 };
/** No signing window is longer than a few years; a deadline far in the future means "no deadline". */
const farthest = { hours: 24 * 366 * 100 };

/** @throws {BadInput} with every impossible time. `what` names the answer. */
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
  return [{ path, message: `cannot be ${at.toString()}, seen on ${good}; a good value is "${good}"` }];
}
