/** The pace of messages on a topic that one process publishes to. */
import { createPace, messagesPerSecond, NotYet, turnsOfProcess } from '../../src/notifications/pace.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { at } from '../domain/story.ts';

const start = at('2026-01-05T17:00:00Z');

/** A pace on a clock that goes on when something waits. */
function paced(perSecond: number) {
  let now = start;
  const pace = createPace(turnsOfProcess(perSecond), {
    now: () => now,
    waitUntil: (instant) => {
      if (isAfter(instant, now)) now = instant;
      return Promise.resolve();
    },
  });
  return {
    /** After how many milliseconds the message is published. */
    publish: async (topic = 'a', latest?: Instant) => {
      await pace(topic, latest);
      return now.epochMilliseconds - start.epochMilliseconds;
    },
    pass: (milliseconds: number) => {
      now = now.add({ milliseconds });
    },
  };
}

// docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11: more than ten a second are too many.
test('all publishers together are given at most five messages a second', () => {
  const { functions, commands } = messagesPerSecond;
  expect(functions + commands).toBe(5);
});

test('messages are so far apart that any second has at most as many; the first waits for nothing', async () => {
  const { publish } = paced(4);
  const instants: number[] = [];
  for (let n = 0; n < 9; n++) instants.push(await publish());
  expect(instants).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
});

test('three a second do not become more by rounding', async () => {
  const { publish } = paced(3);
  expect([await publish(), await publish(), await publish(), await publish()]).toEqual([0, 334, 668, 1002]);
});

test('who comes later waits only for the rest', async () => {
  const { publish, pass } = paced(4);
  await publish();
  pass(100);
  expect(await publish()).toBe(250);
  pass(1000);
  expect(await publish()).toBe(1250);
});

test('each topic has its own turns', async () => {
  const { publish } = paced(4);
  expect([await publish('a'), await publish('b'), await publish('a')]).toEqual([0, 0, 250]);
});

test('a turn that is later than the message can wait is not taken', async () => {
  const { publish } = paced(4);
  await publish();
  await expect(publish('a', start.add({ milliseconds: 249 }))).rejects.toThrow(NotYet);
  expect(await publish('a', start.add({ milliseconds: 250 }))).toBe(250);
});

test('turns that were taken while the clock was ahead hold nothing up', async () => {
  const { publish, pass } = paced(4);
  pass(3_600_000);
  await publish();
  pass(-3_600_000);
  expect(await publish('a', start)).toBe(0);
});
