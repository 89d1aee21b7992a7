/**
 * Times that cannot be right. A platform that stamps something in 1970 or next year has a fault, and one wrong stamp
 * would make a response late at once. Such a field is left out. The count is read all the same.
 */
import type { Fault } from '../validation.ts';
import { isUnreadable } from './fields.ts';
import type { Reading } from '../domain/observation.ts';
import { isAfter, startOfDay, type Instant } from '../domain/time.ts';

/** The oldest known platforms are those of the Bundestag, of 2005, and of Downing Street, of 2006. */
const first = (): Instant => startOfDay('2000-01-01', 'UTC');
/** Clocks differ, but not by a day. */
const skew = { hours: 24 };
/** No signing window is longer than a few years; a deadline far in the future means "no deadline". */
const farthest = { hours: 24 * 366 * 100 };

/** The reading without its impossible times, and why each is impossible. */
export function withoutImpossibleTimes(
  reading: Reading,
  now: Instant,
): { readonly reading: Reading; readonly impossible: readonly Fault[] } {
  const {
    opened,
    registered,
    deadline,
    signing,
    stamps = {},
    clockStarted,
    parts,
    partsAt,
    answer,
    ...others
  } = reading;
  const { answerDue, ...rest } = others;
  const happened: [string, Instant | null | undefined][] = [
    ['opened', opened],
    ['registered', registered],
    ['clockStarted', clockStarted === true ? undefined : clockStarted],
    ['partsAt', partsAt],
    ['signing.at', signing?.open === false ? signing.at : undefined],
    ['answer.at', answer?.at],
    ...Object.entries(stamps).map(([name, at]): [string, Instant | null] => [`stamps.${name}`, at]),
  ];
  const impossible = [
    ...happened.flatMap(([path, at]) => faultOf(path, at, now.add(skew), now)),
    ...faultOf('deadline', deadline, now.add(farthest), now),
    ...faultOf('answerDue', answerDue, now.add(farthest), now),
  ];
  if (impossible.length === 0) return { reading, impossible };
  const wrong = new Set(impossible.map(({ path }) => path));
  const kept = <Fields extends object>(path: string, fields: Fields): Fields | undefined =>
    wrong.has(path) ? undefined : fields;
  return {
    impossible,
    reading: {
      ...rest,
      ...(opened && kept('opened', { opened })),
      ...(registered && kept('registered', { registered })),
      ...(deadline && kept('deadline', { deadline })),
      ...(answerDue && kept('answerDue', { answerDue })),
      ...(signing && kept('signing.at', { signing })),
      ...(clockStarted !== undefined && kept('clockStarted', { clockStarted })),
      // Without their time, the parts would be taken for those of now.
      ...(parts && kept('partsAt', { parts, ...(partsAt && { partsAt }) })),
      ...(answer !== undefined && kept('answer.at', { answer })),
      stamps: Object.fromEntries(Object.entries(stamps).filter(([name]) => !wrong.has(`stamps.${name}`))),
    },
  };
}

function faultOf(path: string, at: Instant | null | undefined, last: Instant, now: Instant): Fault[] {
  if (at === null || at === undefined || (!isAfter(first(), at) && !isAfter(at, last))) return [];
  const good = now.toString({ smallestUnit: 'second' });
  const message = isUnreadable(at) ? 'is not a time that can be read' : `cannot be ${at.toString()}, seen on ${good}`;
  return [{ path, message: `${message}; a good value is "${good}"` }];
}
