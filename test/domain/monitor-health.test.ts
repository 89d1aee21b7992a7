/** Problems of the monitor itself: when operators are notified, and when again. */
import fc from 'fast-check';
import {
  evaluateProblems,
  problemNames,
  type ObservedProblem,
  type ProblemName,
} from '../../src/domain/monitor-health.ts';
import type { SourceHealth } from '../../src/domain/source-health.ts';
import { noticeMessage } from '../../src/notifications/operator-notice.ts';
import { at } from './story.ts';
import { noticed } from './notice.ts';

const noon = at('2026-03-05T12:00:00Z');

class Watch {
  health: SourceHealth = {};
  hosts: SourceHealth = {};

  /** One run, so many minutes after noon, that sees these. */
  run(minutes: number, ...observed: readonly (ProblemName | ObservedProblem)[]): string[] {
    const seen = observed.map((one) =>
      typeof one === 'string' ? { problem: one, petitions: 1, reason: `at ${minutes}` } : one,
    );
    const { health, notices } = evaluateProblems(this.health, this.hosts, seen, noon.add({ minutes }), true);
    this.health = health;
    return notices.map(({ notice, problem }) => `${notice} ${problem ?? ''}`);
  }
}

test.each<[ProblemName, number, number]>([
  ['polling-behind', 2, 10],
  ['alerts-unpublished', 2, 10],
  ['petitions-unreadable', 120, 75],
  ['petitions-set-aside', 0, 25 * 60],
])('%s is told of once, after %i minutes, and once when it was not seen for %i', (problem, after, over) => {
  const watch = new Watch();
  const told: [number, string][] = [];
  const until = after + 60;
  for (let minute = 0; minute <= until; minute += 1) {
    told.push(...watch.run(minute, problem).map((one): [number, string] => [minute, one]));
  }
  expect(told).toEqual([[after, `monitor-failing ${problem}`]]);
  // When it was last seen is noted every five minutes.
  expect(watch.run(until + over - 5)).toEqual([]);
  expect(watch.run(until + over + 1)).toEqual([`monitor-recovered ${problem}`]);
  expect(watch.health).toEqual({});
});

test('a problem of one run is none, and does not count with a later one', () => {
  const watch = new Watch();
  expect(watch.run(0, 'polling-behind')).toEqual([]);
  expect(watch.run(1)).toEqual([]);
  expect(watch.run(20, 'polling-behind')).toEqual([]);
  expect(watch.run(22, 'polling-behind')).toEqual(['monitor-failing polling-behind']);
});

test('a failed publish once an hour, as each retry is, is one problem for as long as it comes back in time', () => {
  const watch = new Watch();
  const told = [0, 60, 120, 180, 240].flatMap((minute) => watch.run(minute, 'petitions-unreadable'));
  expect(told).toEqual(['monitor-failing petitions-unreadable']);
});

test('petitions of a host that operators were notified about are no second problem', () => {
  const watch = new Watch();
  const unreadable = { problem: 'petitions-unreadable', petitions: 1, reason: '503', host: 'a' } as const;
  watch.hosts = { a: { since: noon, reason: '503', told: true } };
  expect([0, 60, 120, 180].flatMap((minute) => watch.run(minute, unreadable))).toEqual([]);
  watch.hosts = { a: { since: noon, reason: '503', told: false } };
  expect([200, 260, 320].flatMap((minute) => watch.run(minute, unreadable))).toEqual([
    'monitor-failing petitions-unreadable',
  ]);
});

test('a problem of which only the beginning is stored was last seen then', () => {
  const watch = new Watch();
  watch.health = { 'monitor/polling-behind': { since: noon, reason: 'late', told: true } };
  expect(watch.run(10)).toEqual([]);
  expect(watch.run(11)).toEqual(['monitor-recovered polling-behind']);
});

test('a problem that lasts is a write every five minutes at the most', () => {
  const watch = new Watch();
  watch.run(0, 'polling-behind');
  watch.run(2, 'polling-behind');
  const { health } = watch;
  watch.run(4, 'polling-behind');
  expect(watch.health).toEqual(health);
  watch.run(6, 'polling-behind');
  expect(watch.health).not.toEqual(health);
});

test('what was seen while the clock was a year ahead is over in time, too', () => {
  const watch = new Watch();
  const year = 365 * 24 * 60;
  expect([year, year + 2].flatMap((minute) => watch.run(minute, 'polling-behind'))).toHaveLength(1);
  expect(watch.run(0)).toEqual([]);
  expect(watch.run(11)).toEqual(['monitor-recovered polling-behind']);
});

test('each is told of in turns, whatever happens: failing, recovered, failing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.subarray([...problemNames]))), (runs) => {
      const watch = new Watch();
      let minutes = 0;
      const observed = (problem: ProblemName): ObservedProblem => ({ problem, petitions: 1, reason: 'the same' });
      const told = runs.flatMap(([wait, seen]) => watch.run((minutes += wait), ...seen.map(observed)));
      for (const name of problemNames) {
        told
          .filter((one) => one.endsWith(name))
          .forEach((one, index) => expect(one).toMatch(index % 2 === 0 ? /^monitor-failing/ : /^monitor-recovered/));
      }
    }),
  );
});

test.each(
  problemNames.flatMap((problem) =>
    (['monitor-failing', 'monitor-recovered'] as const).map((notice) => ({ problem, notice })),
  ),
)('$notice $problem, as an operator reads it', (changes) => {
  const { subject, email, sms } = noticeMessage({
    ...noticed,
    ...changes,
    source: 'monitor',
    reason: 'uk-parliament/700143: answered 403',
  });
  expect(`Subject: ${subject}\n\n${email}\nSMS: ${sms}\n`).toMatchSnapshot();
});
