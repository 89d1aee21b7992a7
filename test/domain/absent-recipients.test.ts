/** Who gets nothing of those that petitions.json names, and when operators are notified about it. */
import { absentRecipients, type RollCall } from '../../src/domain/absent-recipients.ts';
import { evaluateProblems, isRecipientCheckDue } from '../../src/domain/monitor-health.ts';
import type { SourceHealth } from '../../src/domain/source-health.ts';
import { at } from './story.ts';

const noon = at('2026-03-05T12:00:00Z');
const call = (topic: string, named: readonly string[], subscribed: Readonly<Record<string, boolean>>): RollCall => ({
  topic,
  named,
  subscribed: new Map(Object.entries(subscribed)),
});

test('missing and unconfirmed recipients are counted by topic; those that a command subscribed are nobody’s business', () => {
  expect(
    absentRecipients([
      call('the alerts', ['a', 'b', 'c', 'd'], { a: true, b: false, x: false, y: true }),
      call('the operators', ['a'], {}),
      call('the digest daily', ['a', 'b'], { a: true, b: true }),
    ]),
  ).toEqual([
    { problem: 'recipients-missing', petitions: 0, reason: '2 of 4 of the alerts, 1 of 1 of the operators' },
    { problem: 'recipients-pending', petitions: 0, reason: '1 of 4 of the alerts' },
  ]);
  expect(absentRecipients([call('the alerts', ['a'], { a: true })])).toEqual([]);
});

/** One check after the other, each so many hours after noon, as ticks make them. */
class Checks {
  health: SourceHealth = {};

  run(hours: number, ...calls: RollCall[]): string[] {
    const now = noon.add({ minutes: hours * 60 });
    const { health, notices } = evaluateProblems(this.health, {}, absentRecipients(calls), now, true);
    this.health = health;
    return notices.map(({ notice, problem, reason = '' }) => `${notice} ${problem ?? ''} ${reason}`.trim());
  }
}

const [both, one, none] = [
  call('the alerts', ['a', 'b'], { a: true, b: true }),
  call('the alerts', ['a', 'b'], { a: true }),
  call('the alerts', ['a', 'b'], {}),
];

test('a recipient who is missing is told of at the second look, once, and once more when all are back', () => {
  const checks = new Checks();
  expect(checks.run(0, one)).toEqual([]);
  expect(checks.run(1, one)).toEqual(['monitor-failing recipients-missing 1 of 2 of the alerts']);
  expect([2, 3, 4, 30, 31].flatMap((hours) => checks.run(hours, one))).toEqual([]);
  expect(checks.run(32, both)).toEqual(['monitor-recovered recipients-missing']);
  expect(checks.health).toEqual({});
});

test('whoever is lost while another still is, is news; what one look saw and the next does not is not', () => {
  const checks = new Checks();
  expect([0, 1, 2].flatMap((hours) => checks.run(hours, one))).toHaveLength(1);
  expect(checks.run(3, none)).toEqual(['monitor-failing recipients-missing 2 of 2 of the alerts']);
  expect(checks.run(4, none)).toEqual([]);
  const others = new Checks();
  expect([others.run(0, one), others.run(1, both)]).toEqual([[], []]);
  expect(others.health).toEqual({});
});

test('a day without a check, as in an outage, ends nothing', () => {
  const checks = new Checks();
  expect([0, 1].flatMap((hours) => checks.run(hours, one))).toHaveLength(1);
  const { health } = evaluateProblems(checks.health, {}, [], noon.add({ hours: 30 }));
  expect(Object.keys(health)).toEqual(['monitor/recipients-missing']);
  expect(checks.run(31, one)).toEqual([]);
});

// SNS developer guide, "Confirming an email subscription": a confirmation lapses after two days.
test('a recipient who does not confirm is told of after a day, a day before the confirmation lapses', () => {
  const checks = new Checks();
  const pending = call('the alerts', ['a', 'b'], { a: true, b: false });
  const told = Array.from({ length: 48 }, (_, hours) => checks.run(hours, pending).map((text) => [hours, text])).flat();
  expect(told).toEqual([[23, 'monitor-failing recipients-pending 1 of 2 of the alerts']]);
});

test('recipients are looked for once a day, once an hour while one is absent, and at once when others are named', () => {
  const absent = { 'monitor/recipients-pending': { since: noon, reason: '', told: false } };
  const isDue = (health: SourceHealth, minutes: number, named = 'a'): boolean =>
    isRecipientCheckDue(health, { at: noon, named: 'a' }, named, noon.add({ minutes }));
  expect(isRecipientCheckDue({}, undefined, 'a', noon)).toBe(true);
  expect([isDue({}, 24 * 60 - 1), isDue({}, 24 * 60)]).toEqual([false, true]);
  expect([isDue(absent, 59), isDue(absent, 60)]).toEqual([false, true]);
  expect([isDue({}, 1), isDue({}, 1, 'b')]).toEqual([false, true]);
  // It was stored while the clock was ahead.
  expect([isDue({}, -4), isDue({}, -6)]).toEqual([false, true]);
});
