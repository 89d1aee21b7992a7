import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import * as z from 'zod/mini';
import {
  evaluateHealth,
  noticeSchema,
  type SourceHealth,
  type HostStatus,
  type Notice,
} from '../../src/domain/source-health.ts';
import { noticeMessage } from '../../src/notifications/operator-notice.ts';
import { gsm7Length } from '../../src/notifications/charsets.ts';
import { at } from './story.ts';
import { noticed } from './notice.ts';
import { anyString } from '../strings.ts';

const noon = at('2026-03-05T12:00:00Z');

class Watch {
  health: SourceHealth = {};
  watched = ['a', 'b'];

  /** One tick, so many minutes after noon. */
  tick(minutes: number, ...seen: (readonly [string, boolean])[]): string[] {
    return this.notices(minutes, ...seen).map(({ notice, source }) => `${notice} ${source}`);
  }

  notices(minutes: number, ...seen: (readonly [string, boolean])[]): readonly Notice[] {
    const looks = new Map(seen);
    const hosts = this.watched.map((host): HostStatus => {
      const answered = looks.get(host);
      if (answered === undefined) return { host, petitions: 2 };
      return { host, petitions: 2, poll: answered ? { answered } : { answered, reason: `503 at ${minutes}` } };
    });
    const { health, notices } = evaluateHealth(this.health, hosts, noon.add({ minutes }), 'PT30M');
    this.health = health;
    return notices;
  }
}

test('a source that began to fail while the clock was ahead is reported half an hour from now', () => {
  const watch = new Watch();
  watch.tick(60_000, ['a', false]);
  expect(watch.tick(0, ['a', false])).toEqual([]);
  expect(watch.tick(29, ['a', false])).toEqual([]);
  expect(watch.tick(30, ['a', false])).toEqual(['source-failing a']);
});

describe('a source that gives no answer', () => {
  test('is told of once, when it has not for as long as the config says, and once when it answers again', () => {
    const watch = new Watch();
    expect(watch.tick(0, ['a', false])).toEqual([]);
    expect(watch.tick(29, ['a', false])).toEqual([]);
    expect(watch.tick(30, ['a', false])).toEqual(['source-failing a']);
    expect(watch.tick(31, ['a', false])).toEqual([]);
    expect(watch.tick(600, ['a', false])).toEqual([]);
    expect(watch.tick(601, ['a', true])).toEqual(['source-recovered a']);
    expect(watch.tick(602, ['a', true])).toEqual([]);
    expect(watch.health).toEqual({});
  });

  test('is not told of when it answers in between', () => {
    const watch = new Watch();
    watch.tick(0, ['a', false]);
    watch.tick(20, ['a', true]);
    expect(watch.tick(40, ['a', false])).toEqual([]);
    expect(watch.tick(70, ['a', false])).toEqual(['source-failing a']);
  });

  test('is told of in time though it is asked ever more rarely, and whatever other sources do', () => {
    const watch = new Watch();
    watch.tick(0, ['a', false], ['b', true]);
    expect(watch.tick(29)).toEqual([]);
    expect(watch.tick(30, ['b', true])).toEqual(['source-failing a']);
  });

  test('is forgotten when it is not watched any more', () => {
    const watch = new Watch();
    watch.tick(0, ['a', false]);
    watch.watched = ['b'];
    expect(watch.tick(30)).toEqual([]);
    expect(watch.health).toEqual({});
  });

  test('is told of with since when, why, and how many petitions it concerns; with an id of its own each time', () => {
    const watch = new Watch();
    watch.tick(0, ['a', false]);
    expect(watch.health.a?.reason).toBe('503 at 0');
    const failing = watch.notices(30, ['a', false])[0];
    expect(failing).toEqual({
      id: 'a#failing#2026-03-05T12:00:00Z',
      notice: 'source-failing',
      source: 'a',
      since: noon,
      at: noon.add({ minutes: 30 }),
      petitions: 2,
      reason: '503 at 30',
    });
    expect(watch.notices(40, ['a', true])[0]).toMatchObject({ id: 'a#recovered#2026-03-05T12:00:00Z', since: noon });
    watch.tick(50, ['a', false]);
    expect(watch.notices(80, ['a', false])[0]?.id).toBe('a#failing#2026-03-05T12:50:00Z');
  });

  test('is told of in turns, whatever happens: failing, recovered, failing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean())), (ticks) => {
        const watch = new Watch();
        let minutes = 0;
        const told = ticks.flatMap(([wait, answered]) => watch.tick((minutes += wait), ['a', answered]));
        told.forEach((notice, index) =>
          expect(notice).toBe(index % 2 === 0 ? 'source-failing a' : 'source-recovered a'),
        );
      }),
    );
  });
});

describe('the message', () => {
  test.each([noticed, { ...noticed, notice: 'source-recovered' as const }])(
    '$notice, as an operator reads it',
    (one) => {
      const { subject, email, sms } = noticeMessage(one);
      expect(`Subject: ${subject}\n\n${email}\nSMS: ${sms}\n`).toMatchSnapshot();
    },
  );

  test('is a CloudEvents document for machines', () => {
    const event = new CloudEvent<unknown>(
      z.parse(z.record(z.string(), z.unknown()), JSON.parse(noticeMessage(noticed).event)),
    );
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({ type: 'monitor.source-failing', subject: 'petition.parliament.uk' });
    expect(z.parse(noticeSchema, event.data)).toEqual(noticed);
    expect(noticeMessage(noticed).attributes).toEqual({ alert: 'source-failing', source: 'petition.parliament.uk' });
  });

  test('keeps its limits, whatever a platform answers', () => {
    fc.assert(
      fc.property(anyString({ maxLength: 3000 }), fc.domain(), (reason, source) => {
        const { subject, email, sms } = noticeMessage({ ...noticed, reason, source });
        expect(subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
        expect(gsm7Length(`MONITOR> ${sms}`)).toBeLessThanOrEqual(160);
        expect(email).not.toMatch(/[^\P{Cc}\n]|(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

test('notices for which there is no room are made at a later tick, each once', () => {
  const hosts = (answered: boolean): HostStatus[] =>
    ['a', 'b', 'c'].map((host) => ({
      host,
      petitions: 1,
      poll: answered ? { answered } : { answered, reason: '503' },
    }));
  let health: SourceHealth = {};
  const tick = (minutes: number, answered: boolean, room: number): string[] => {
    const next = evaluateHealth(health, hosts(answered), noon.add({ minutes }), 'PT30M', room);
    health = next.health;
    return next.notices.map(({ notice, source }) => `${notice} ${source}`);
  };
  tick(0, false, 3);
  expect(tick(30, false, 0)).toEqual([]);
  expect(tick(31, false, 2)).toEqual(['source-failing a', 'source-failing b']);
  expect(tick(32, false, 2)).toEqual(['source-failing c']);
  expect(tick(33, true, 1)).toEqual(['source-recovered a']);
  expect(tick(34, true, 5)).toEqual(['source-recovered b', 'source-recovered c']);
  expect(health).toEqual({});
});
