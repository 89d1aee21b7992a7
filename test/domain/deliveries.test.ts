/** The queue of one channel: nothing is lost without a notice, nothing overtakes, and the limit of the platform holds. */
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import type { Alert } from '../../src/domain/alerts.ts';
import {
  abandoned,
  afterVerdict,
  append,
  dueAt,
  emptyQueue,
  maxWaitingBytes,
  nextMessage,
  queueSchema,
  withDropNotice,
  withoutNotice,
  type ChannelQueue,
  type Delivered,
  type Manner,
  type Message,
  type WaitingAlert,
} from '../../src/domain/deliveries.ts';
import type { Instant } from '../../src/domain/time.ts';
import { sample } from '../notifications/samples.ts';
import { at } from './story.ts';

const noon = at('2026-03-05T12:00:00Z');
const chat: Manner = { place: 'slack /petitions/slack', everyMs: 1_000, eachAlone: false };
const program: Manner = { ...chat, place: 'post https://example.org', eachAlone: true };
const alertOf = (n: number, more: Partial<Alert> = {}): WaitingAlert => ({
  alert: { ...sample('deadline-changed'), id: `test/1#${n}`, detectedAt: noon.add({ seconds: n }), ...more },
});
const waitingFor = (numbers: readonly number[], manner = chat): ChannelQueue =>
  append(
    emptyQueue,
    numbers.map((n) => alertOf(n)),
    manner,
  );
const ids = (alerts: readonly WaitingAlert[]): string[] => alerts.map(({ alert }) => alert.id);

function next(queue: ChannelQueue, now: Instant, manner = chat): Message {
  const message = nextMessage(queue, now, manner);
  if (message === undefined) throw new Error(`nothing may be sent at ${now.toString()}`);
  return message;
}
const tried = (queue: ChannelQueue, verdict: Delivered, now: Instant, manner = chat): ChannelQueue =>
  afterVerdict(queue, next(queue, now, manner), verdict, now, manner);

const sent: Delivered = { kind: 'sent' };
const later: Delivered = { kind: 'later', reason: 'answered 503' };
const gone: Delivered = { kind: 'gone', reason: 'answered 410' };
const refused: Delivered = { kind: 'refused', reason: 'answered 400' };

test('copies from SNS are told apart: of what waits, of one delivery, and of what was sent lately', () => {
  const queue = waitingFor([1, 1, 2]);
  expect(ids(queue.waiting)).toEqual(['test/1#1', 'test/1#2']);
  const after = tried(queue, sent, noon);
  expect(append(after, [alertOf(1), alertOf(2)], chat)).toBe(after);
});

test('an alert that comes late goes before those that were detected after it', () => {
  expect(ids(append(waitingFor([1, 3]), [alertOf(2)], chat).waiting)).toEqual(['test/1#1', 'test/1#2', 'test/1#3']);
});

test('five are sent alone, six as one summary; a program gets each alone', () => {
  const numbers = [1, 2, 3, 4, 5, 6];
  expect(next(waitingFor(numbers.slice(1)), noon)).toMatchObject({ kind: 'alert', alerts: [alertOf(2)] });
  expect(next(waitingFor(numbers), noon)).toMatchObject({ kind: 'summary', more: 0 });
  expect(tried(waitingFor(numbers), sent, noon)).toMatchObject({ waiting: [], nextTry: noon.add({ seconds: 1 }) });
  expect(next(waitingFor(numbers, program), noon, program)).toMatchObject({ kind: 'alert', alerts: [alertOf(1)] });
});

test('what comes while a summary is under way stays', () => {
  const queue = waitingFor([1, 2, 3, 4, 5, 6]);
  const message = next(queue, noon);
  const after = afterVerdict(append(queue, [alertOf(7)], chat), message, sent, noon, chat);
  expect(ids(after.waiting)).toEqual(['test/1#7']);
});

test('a minute, 2, 4, 8 and then 15 lie between tries', () => {
  const minutes: number[] = [];
  let [queue, now] = [waitingFor([1]), noon];
  for (let n = 0; n < 6; n++) {
    queue = tried(queue, later, now);
    const nextTry = queue.nextTry ?? now;
    expect(nextMessage(queue, nextTry.subtract({ milliseconds: 1 }), chat)).toBeUndefined();
    minutes.push(now.until(nextTry).total('minutes'));
    now = nextTry;
  }
  expect(minutes).toEqual([1, 2, 4, 8, 15, 15]);
});

test.each([
  ['is honoured', 90, 0, 90],
  ['is an hour at most', 86_400, 0, 3_600],
  ['is not less than the pace', 0, 0, 1],
  ['is not believed when it is short for ever', 1, 3, 8 * 60],
])('Retry-After %s', (_, retryAfterSeconds, failures, seconds) => {
  const queue = tried({ ...waitingFor([1]), failures }, { ...later, retryAfterSeconds }, noon);
  expect(queue.nextTry?.toString()).toBe(noon.add({ seconds }).toString());
});

test('an address that is gone is tried once an hour', () => {
  expect(tried(waitingFor([1]), gone, noon).nextTry?.toString()).toBe(noon.add({ hours: 1 }).toString());
});

test('a refused message is sent once more in a plain form, then dropped with a notice', () => {
  const once = tried(waitingFor([1, 2]), refused, noon);
  expect(ids(once.waiting)).toEqual(['test/1#1', 'test/1#2']);
  expect(next(once, noon.add({ seconds: 1 }))).toMatchObject({ plain: true, alerts: [alertOf(1)] });
  const twice = tried(once, refused, noon.add({ seconds: 1 }));
  expect(twice).toMatchObject({ plain: false, dropped: 0, lately: ['test/1#1'] });
  expect(ids(twice.waiting)).toEqual(['test/1#2']);
  expect(twice.notices).toMatchObject([{ notice: 'channel-dropped', alerts: 1, reason: 'answered 400' }]);
});

test('operators hear of further dropped alerts an hour later, all at once', () => {
  let queue = waitingFor([1, 2, 3]);
  for (let n = 1; n <= 6; n++) queue = tried(queue, refused, noon.add({ seconds: n }));
  expect(queue).toMatchObject({ dropped: 2, waiting: [] });
  const told = withDropNotice(queue, noon.add({ hours: 2 }), chat);
  expect(told.notices.map(({ alerts }) => alerts)).toEqual([1, 2]);
  expect(told.dropped).toBe(0);
  expect(told.notices.reduce(withoutNotice, told).notices).toEqual([]);
});

test('operators hear once that a channel has failed for an hour, and once that it works again', () => {
  let [queue, now] = [waitingFor([1]), noon];
  while (now.until(noon.add({ hours: 5 })).sign > 0) {
    queue = tried(queue, later, now);
    now = queue.nextTry ?? now;
  }
  expect(queue.notices).toMatchObject([{ notice: 'channel-failing', since: noon, alerts: 1, reason: 'answered 503' }]);
  const [notice] = queue.notices;
  expect(notice?.at.since(noon).total('minutes')).toBeGreaterThanOrEqual(60);
  expect(notice?.at.since(noon).total('minutes')).toBeLessThan(75);
  queue = tried(queue, sent, now);
  expect(queue.notices[1]).toMatchObject({ notice: 'channel-recovered', since: noon, at: now });
  expect(queue).toMatchObject({ told: false, failures: 0 });
  expect(queue).not.toHaveProperty('failingSince');
});

test('after a week what waits is dropped with a notice; from then on, each new alert is tried once, at once', () => {
  const failing = { ...waitingFor([1, 2]), failingSince: noon, told: true, failures: 9 };
  const before = noon.add({ hours: 167 });
  const kept = tried(failing, later, before);
  expect(kept.waiting).toHaveLength(2);
  const after = noon.add({ hours: 168 });
  const dropped = tried({ ...kept, nextTry: after }, later, after);
  expect(dropped).toMatchObject({ waiting: [], lately: ['test/1#1', 'test/1#2'] });
  expect(dropped.notices).toMatchObject([{ notice: 'channel-dropped', alerts: 2, since: noon }]);
  // Still not faster than the platform allows.
  expect(nextMessage(append(dropped, [alertOf(3)], chat), after, chat)).toBeUndefined();
  const tomorrow = after.add({ hours: 24 });
  const again = tried(append(dropped, [alertOf(3)], chat), gone, tomorrow);
  expect(again.waiting).toEqual([]);
  expect(again.notices.map(({ alerts }) => alerts)).toEqual([2, 1]);
  expect(tried(append(again, [alertOf(4)], chat), sent, tomorrow.add({ seconds: 1 })).notices[2]).toMatchObject({
    notice: 'channel-recovered',
  });
});

test('what this machine stored while its clock was ahead holds nothing up', () => {
  const ahead = noon.add({ hours: 24 * 400 });
  const queue = { ...waitingFor([1]), nextTry: ahead, failingSince: ahead, droppedToldAt: ahead, dropped: 1 };
  expect(tried(queue, later, noon).failingSince?.toString()).toBe(noon.toString());
  expect(withDropNotice(queue, noon, chat).notices).toHaveLength(1);
});

describe('with no room', () => {
  const long = 'x'.repeat(maxWaitingBytes / 10);
  const many = Array.from({ length: 12 }, (_, n) =>
    alertOf(n, { title: long, ...(n === 0 && { alert: 'threshold-met' }) }),
  );

  test('a summary counts the oldest, and names main alerts', () => {
    const queue = append(emptyQueue, many, chat);
    expect(queue.more).toBeGreaterThan(0);
    expect(queue.more + queue.waiting.length).toBe(12);
    expect(ids(queue.waiting)).toContain('test/1#0');
    expect(ids(queue.waiting)).not.toContain('test/1#1');
    expect(next(queue, noon)).toMatchObject({ kind: 'summary', more: queue.more });
    expect(tried(queue, sent, noon)).toMatchObject({ waiting: [], more: 0 });
    expect(append(queue, many.slice(1, 2), chat)).toBe(queue);
  });

  test('a program loses the oldest, and operators hear of it', () => {
    const queue = append(emptyQueue, many, program);
    expect(queue.dropped + queue.waiting.length).toBe(12);
    expect(withDropNotice(queue, noon, program).notices).toMatchObject([{ alerts: queue.dropped }]);
  });
});

test('a summary that is dropped counts those it had no room for', () => {
  const queue = { ...waitingFor([1, 2]), more: 3, plain: true };
  expect(tried(queue, refused, noon).notices).toMatchObject([{ notice: 'channel-dropped', alerts: 5 }]);
});

describe('when a run has something to do', () => {
  test.each([
    ['nothing waits', emptyQueue, undefined],
    ['it waits since it came', waitingFor([1]), noon],
    ['its next try is ahead', { ...waitingFor([1]), nextTry: noon.add({ minutes: 4 }) }, noon.add({ minutes: 4 })],
    ['its next try is over', { ...waitingFor([1]), nextTry: noon.subtract({ minutes: 4 }) }, noon],
    [
      'its next try was stored by a clock that was ahead',
      { ...waitingFor([1]), nextTry: noon.add({ hours: 9 }) },
      noon,
    ],
    ['alerts were dropped', { ...emptyQueue, dropped: 2 }, noon],
    [
      'operators heard of others lately',
      { ...emptyQueue, dropped: 2, droppedToldAt: noon.subtract({ minutes: 20 }) },
      noon.add({ minutes: 40 }),
    ],
  ])('%s', (_, queue, due) => {
    expect(dueAt(queue, noon)?.toString()).toBe(due?.toString());
  });

  test('a notice is told before the next try of what waits', () => {
    const told = withDropNotice({ ...waitingFor([1]), dropped: 1, nextTry: noon.add({ minutes: 9 }) }, noon, chat);
    expect(dueAt(told, noon)?.toString()).toBe(noon.toString());
  });
});

describe('a channel that petitions.json does not name any more', () => {
  const failing = { ...waitingFor([1, 2]), more: 3, failingSince: noon, told: true, failures: 9 };

  test('operators hear what is lost, and the ids are kept', () => {
    const left = abandoned(failing, false, noon, chat);
    expect(left).toMatchObject({ waiting: [], more: 0, dropped: 0, told: false, lately: ['test/1#1', 'test/1#2'] });
    expect(left).not.toHaveProperty('failingSince');
    expect(left.notices).toMatchObject([{ notice: 'channel-dropped', alerts: 5 }]);
  });

  test('what another one carries on is not lost; what had no room is', () => {
    expect(abandoned(failing, true, noon, chat).notices).toMatchObject([{ notice: 'channel-dropped', alerts: 3 }]);
    expect(abandoned({ ...failing, more: 0 }, true, noon, chat).notices).toEqual([]);
  });
});

const verdicts: fc.Arbitrary<Delivered> = fc.oneof(
  fc.constant(sent),
  fc.record({ kind: fc.constant('later' as const), reason: fc.constant('503'), retryAfterSeconds: fc.nat(9_000) }),
  fc.constantFrom(later, gone, refused),
);
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ alerts: fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }) }) },
    // `lost`: the process ended between the answer and the write.
    { weight: 5, arbitrary: fc.record({ verdict: verdicts, lost: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ minutes: fc.nat({ max: 3_000 }) }) },
  ),
  { maxLength: 60 },
);

test('whatever the answers: each alert is told or dropped with a notice, in order, and never faster than the limit', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(chat, program), (run, manner) => {
      let [queue, now] = [emptyQueue, noon];
      const came = new Set<string>();
      const told = new Set<string>();
      const lastOf: string[] = [];
      let allowedFrom = noon;
      const known = (): number =>
        queue.dropped +
        queue.notices.reduce((sum, { notice, alerts = 0 }) => sum + (notice === 'channel-dropped' ? alerts : 0), 0);
      const send = (verdict: Delivered, lost = false): void => {
        const message = nextMessage(queue, now, manner);
        if (message === undefined) return;
        expect(now.since(allowedFrom).total('milliseconds')).toBeGreaterThanOrEqual(0);
        // What is first in the queue goes first.
        expect(ids(message.alerts)).toEqual(ids(queue.waiting).slice(0, message.alerts.length));
        if (verdict.kind === 'sent') for (const id of ids(message.alerts)) told.add(id);
        if (lost) return;
        if (verdict.kind === 'sent') lastOf.push(...ids(message.alerts));
        queue = z.parse(queueSchema, z.encode(queueSchema, afterVerdict(queue, message, verdict, now, manner)));
        allowedFrom = now.add({ milliseconds: manner.everyMs });
      };
      for (const step of run) {
        if ('alerts' in step) {
          queue = append(
            queue,
            step.alerts.map((n) => alertOf(n)),
            manner,
          );
          for (const n of step.alerts) came.add(`test/1#${n}`);
        } else if ('minutes' in step) now = now.add({ minutes: step.minutes });
        else send(step.verdict, step.lost);
        now = now.add({ milliseconds: 300 });
      }
      // The platform recovers.
      for (let n = 0; n < 100 && queue.waiting.length > 0; n++) {
        now = now.add({ hours: 1 });
        send(sent);
      }
      expect(queue.waiting).toEqual([]);
      expect(queue.more).toBe(0);
      expect(new Set(lastOf).size).toBe(lastOf.length);
      const missing = [...came].filter((id) => !told.has(id)).length;
      expect(missing).toBeLessThanOrEqual(known());
    }),
    { numRuns: 300 },
  );
});
