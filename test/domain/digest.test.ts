/** The shape of a digest, which is stored, published to machines and written out in mails. */
import * as z from 'zod/mini';
import { digestSchema, type Digest } from '../../src/domain/digest.ts';
import { at } from './story.ts';

const digest: Digest = {
  id: 'digest/daily#2026-12-01T08:00:00Z',
  digest: 'daily',
  timeZone: 'Europe/London',
  from: at('2026-11-30T08:00:00Z'),
  until: at('2026-12-01T08:00:00Z'),
  at: at('2026-12-01T08:00:05Z'),
  lastTick: null,
  count: { alerts: 0, overdue: 0, deadlines: 1, petitions: 1, unreadable: 0 },
  alerts: [],
  overdue: [],
  deadlines: [
    {
      petition: 'uk-parliament/1',
      title: null,
      deadline: 'signing',
      at: at('2026-12-03T10:00:00Z'),
      threshold: 'response',
      needed: 10_000,
      missing: 300,
    },
  ],
  petitions: [
    {
      petition: 'uk-parliament/1',
      title: null,
      url: null,
      signatures: 9_700,
      readAt: at('2026-12-01T07:55:00Z'),
      deadline: at('2026-12-03T10:00:00Z'),
      closedAt: null,
      goneSince: null,
      next: { threshold: 'response', needed: 10_000, missing: 300, aDay: 150 },
      failures: 0,
    },
  ],
  unreadable: [],
};

test('a digest is read from JSON as it was written', () => {
  const text = JSON.stringify(z.encode(digestSchema, digest));
  expect(text).toContain('"until":"2026-12-01T08:00:00Z"');
  expect(z.parse(digestSchema, JSON.parse(text))).toEqual(digest);
});

test('one without its list of petitions is refused, by the name of the field', () => {
  const { petitions: _, ...less } = z.encode(digestSchema, digest);
  expect(z.safeParse(digestSchema, less).error?.issues.map(({ path }) => path.join('.'))).toEqual(['petitions']);
});
