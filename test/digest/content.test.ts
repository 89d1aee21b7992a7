/** What a digest says: to people in a mail, to machines in a document. */
import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { messageBody } from '../../src/notifications/alert-message.ts';
import { composeDigest, type DigestInput } from '../../lambda/digest/compose.ts';
import { digestSchema, type Digest } from '../../src/domain/digest.ts';
import { fitsOneMessage, digestMessage } from '../../lambda/digest/message.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { builtInRules, type StatusInput } from '../../src/status/petition-status.ts';
import { sample } from '../notifications/samples.ts';
import { at, ukParliament, type Story } from '../domain/story.ts';
import { anyString } from '../strings.ts';

const contact = 'https://example.org/about-our-monitor';
const stamps = { response: at('2026-04-01T08:30:00Z'), debate: null };
const url = 'https://petition.parliament.uk/petitions/';

const known = ({ petition }: Story, name: string, changes: Partial<StatusInput> = {}): StatusInput => ({
  petition: { ...petition, petition: name },
  failures: 0,
  outbox: [],
  ...changes,
});
const uk = (): Story =>
  ukParliament().sees('2026-03-01T11:00:00Z', 900, {
    title: 'Free the stamps',
    url: `${url}700001`,
    opened: at('2026-03-01T10:00:00Z'),
  });

/** As of 27 April: one answer overdue since the 22nd, one due on the 30th, one petition that closes on 1 May. */
const petitions: readonly StatusInput[] = [
  known(uk().sees('2026-04-27T06:00:00Z', 9_500), 'uk-parliament/700001'),
  known(
    uk().sees('2026-04-01T08:32:00Z', 10_003, { stamps }).sees('2026-04-27T06:00:00Z', 10_103),
    'uk-parliament/700002',
    { failures: 3 },
  ),
  known(
    uk().sees('2026-04-09T08:32:00Z', 12_000, { stamps: { response: at('2026-04-09T08:30:00Z'), debate: null } }),
    'uk-parliament/700003',
  ),
  known(
    ukParliament()
      .sees('2026-04-01T11:00:00Z', 900, { opened: at('2025-11-01T10:00:00Z'), title: 'Closing' })
      .sees('2026-04-27T06:00:00Z', 9_000),
    'uk-parliament/700004',
  ),
  known(uk().misses('2026-04-20T08:32:00Z', true), 'uk-parliament/700005'),
  { petition: newPetition('uk-parliament/700006'), failures: 0, outbox: [] },
];
const facts: DigestInput = {
  name: 'newsdesk',
  timeZone: 'Europe/London',
  from: at('2026-04-26T07:00:00Z'),
  until: at('2026-04-27T07:00:00Z'),
  now: at('2026-04-27T07:04:10Z'),
  lastTick: at('2026-04-27T07:04:00Z'),
  petitions,
  rulesOf: builtInRules,
  alerts: [
    { ...sample('threshold-met'), petition: 'uk-parliament/700002', detectedAt: at('2026-04-26T22:30:00Z') },
    { ...sample('closing-soon'), petition: 'uk-parliament/700004', detectedAt: at('2026-04-27T06:30:00Z') },
  ],
  unreadable: ['stored item of uk-parliament/700007: schema is 9'],
};
const always = (): boolean => true;
const composed = (changes: Partial<DigestInput> = {}): Digest => composeDigest({ ...facts, ...changes }, always);

test('a mail, as a subscriber reads it', () => {
  const { subject, email, sms, attributes } = digestMessage(composed(), contact);
  expect(sms).toBe(subject);
  expect(attributes).toEqual({ alert: 'digest', digest: 'newsdesk' });
  expect(`Subject: ${subject}\n\n${email}`).toMatchSnapshot();
});

test('a document, as machines get it', () => {
  const event: unknown = JSON.parse(digestMessage(composed()).event);
  expect(event).toMatchSnapshot();
  const { data, ...attributes } = new CloudEvent<unknown>(z.parse(z.record(z.string(), z.unknown()), event));
  expect(new CloudEvent({ ...attributes, data }).validate()).toBe(true);
  expect(attributes).toMatchObject({ type: 'petitions.digest', subject: 'newsdesk', id: composed().id });
  expect(z.parse(digestSchema, data)).toEqual(composed());
});

test('with nothing to say it is short, and says so', () => {
  const [open] = petitions;
  const { subject, email } = digestMessage(composed({ petitions: open ? [open] : [], alerts: [], unreadable: [] }));
  expect(`Subject: ${subject}\n\n${email}`).toMatchInlineSnapshot(`
    "Subject: Petitions, 27 April: nothing new

    From 26 April 2026, 08:00 to 27 April 2026, 08:00; all times are London time.
    No alerts, no responses past their date, no dates in the next seven days.

    Status of the petitions: 1
    - Free the stamps (uk-parliament/700001)
      9,500 signatures; 500 more needed for the response threshold of 10,000 by 1 September 2026 (4 per day)
      https://petition.parliament.uk/petitions/700001

    digest/newsdesk#2026-04-27T07:00:00Z
    "
  `);
});

test('times, and the days in headlines, are those of its zone, and so is the day of its subject', () => {
  const digest = composed({ timeZone: 'Pacific/Auckland' });
  const { subject, email } = digestMessage(digest);
  expect(subject).toMatch(/^Petitions, 27 April: /);
  expect(digestMessage({ ...digest, until: at('2026-04-27T13:00:00Z') }).subject).toMatch(/^Petitions, 28 April: /);
  expect(email).toContain('From 26 April 2026, 19:00 to 27 April 2026, 19:00; all times are Auckland time.');
  expect(email).toContain('- 27 April 2026, 10:30: Threshold met');
  // The sample's deadline is 17:00 UTC on 19 January: the 20th over there.
  expect(email).toContain('Signing ends on 20 January 2016');
});

test.each([
  [undefined, 'The monitor has not completed a run yet, so there is no data.'],
  [
    at('2026-04-27T02:00:00Z'),
    'The monitor has not completed a run since 27 April 2026, 03:00. Later events are not included.',
  ],
])('that the monitor was not at work is said: last tick %s', (lastTick, words) => {
  expect(digestMessage(composed({ lastTick })).email).toContain(words);
  expect(digestMessage(composed()).email).not.toContain('not completed a run');
});

test('a deadline of this very week is near; that of a petition that is closed or gone, or further off, is not', () => {
  const near = ({ deadlines }: Digest): string[] => deadlines.map(({ petition }) => petition.slice(-1));
  expect(near(composed())).toEqual(['3', '4']);
  expect(near(composed({ now: at('2026-04-23T22:59:59Z') }))).toEqual([]);
  expect(near(composed({ now: at('2026-04-23T22:59:59.999Z') }))).toEqual(['3']);
  expect(near(composed({ now: at('2026-05-01T12:00:00Z') }))).toEqual(['4']);
  const closed = { by: at('2026-04-27T06:00:00Z'), between: [null, at('2026-04-27T06:00:00Z')] as const, early: true };
  const changed = petitions.map((one) => ({ ...one, petition: { ...one.petition, closed } }));
  expect(near(composed({ petitions: changed }))).toEqual(['3']);
  const gone = { since: at('2026-04-27T06:00:00Z'), told: true };
  const shownNoMore = petitions.map((one) => ({ ...one, petition: { ...one.petition, gone } }));
  expect(near(composed({ petitions: shownNoMore }))).toEqual(['3']);
});

describe('of too much', () => {
  const many = (count: number): Partial<DigestInput> => ({
    alerts: Array.from({ length: count }, (_, index) => ({ ...sample('threshold-met'), id: `test/1#${index}` })),
    petitions: petitions.slice(0, 1).flatMap((one) =>
      Array.from({ length: count }, (_, index) => ({
        ...one,
        petition: { ...one.petition, petition: `uk-parliament/${index + 1}` },
      })),
    ),
  });

  test('a hundred are named, oldest first, and the others are counted', () => {
    const digest = composed(many(113));
    expect([digest.alerts.length, digest.petitions.length]).toEqual([100, 100]);
    expect(digest.alerts[0]?.id).toBe('test/1#0');
    expect(digest.count).toMatchObject({ alerts: 113, petitions: 113 });
    const { subject, email } = digestMessage(digest);
    expect(subject).toBe('Petitions, 27 April: 113 alerts');
    expect(email.match(/^and 13 more$/gm)).toHaveLength(2);
  });

  test('fewer are named where a message would be too long for SNS, whatever titles hold', () => {
    const titles = fc.constantFrom('"'.repeat(300), '\\'.repeat(300), '🙂'.repeat(150), '漢'.repeat(300));
    fc.assert(
      fc.property(titles, fc.constantFrom(3, 100, 2_000), (title, count) => {
        const { alerts = [], petitions: all = [], ...rest } = many(count);
        const digest = composeDigest(
          {
            ...facts,
            ...rest,
            alerts: alerts.map((alert) => ({ ...alert, title })),
            petitions: all.map((one) => ({ ...one, petition: { ...one.petition, title } })),
          },
          (one) => fitsOneMessage(one, contact),
        );
        expect(Buffer.byteLength(messageBody(digestMessage(digest, contact)))).toBeLessThan(262_144);
        expect(digest.alerts.length).toBeGreaterThan(0);
        expect(digest.count).toMatchObject({ alerts: count, petitions: count });
      }),
      { numRuns: 12 },
    );
  });

  test('where nothing can be named, the numbers still stand', () => {
    const digest = composeDigest(facts, () => false);
    expect(digest).toMatchObject({ count: { alerts: 2, overdue: 1, petitions: 6 }, alerts: [], petitions: [] });
    expect(digestMessage(digest).email).toContain('Alerts: 2\n2 in all\n');
  });
});

test('whatever a title holds, the mail keeps its lines, and the subject is printable', () => {
  fc.assert(
    fc.property(fc.oneof(anyString({ maxLength: 400 }), fc.constant('\r\nBcc: x')), (title) => {
      const { subject, email } = digestMessage(
        composed({ alerts: facts.alerts.map((alert) => ({ ...alert, title })) }),
      );
      expect(subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
      expect(email).not.toMatch(/[^\P{Cc}\n]|(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(email.split('\n')).toHaveLength(digestMessage(composed()).email.split('\n').length);
    }),
  );
});
