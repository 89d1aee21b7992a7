/** The digests of petitions.json: what is taken, and what is refused with a good value beside it. */
import { BadInput } from '../../src/validation.ts';
import type { Config } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { digestSubscriptions } from '../../src/config/subscriptions.ts';

const watch = [{ source: 'uk-parliament', petition: '700143' }];
const good = { name: 'newsdesk', every: 'day', at: '08:00', timeZone: 'Europe/London' };
const desk = { email: 'desk@example.org' };

const read = (...digests: unknown[]): Config => checkConfig({ watch, digests }, 'petitions.json');

function faultsOf(...digests: unknown[]): Record<string, string> {
  try {
    read(...digests);
  } catch (error) {
    if (error instanceof BadInput) return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}

test('a list names a time, a zone and whom to send it to; petitions, where not all are meant', () => {
  const queue = 'arn:aws:sqs:eu-west-2:123456789012:digests';
  const weekly = { ...good, name: 'weekly-2', every: 'monday', petitions: ['uk-parliament/700143'] };
  const { digests } = read({ ...good, subscribers: [desk, { queue }] }, weekly);
  expect(digests).toEqual([
    { ...good, subscribers: [desk, { queue }] },
    { ...weekly, subscribers: [] },
  ]);
  expect(digests.map(digestSubscriptions)).toEqual([
    [
      { protocol: 'email', endpoint: 'desk@example.org' },
      { protocol: 'sqs', endpoint: queue },
    ],
    [],
  ]);
});

test.each([
  [
    { name: 'News desk' },
    'name',
    /^must be a short lower-case name other than "constructor", such as "newsdesk" \(it is "News desk"\)$/,
  ],
  [{ name: 'constructor' }, 'name', /other than "constructor"/],
  [
    { name: undefined },
    'name',
    /^must be a short lower-case name other than "constructor", such as "newsdesk" \(it is missing\)$/,
  ],
  [{ every: 'P1D' }, 'every', /^must be "day", or a day of the week, such as "monday" \(it is "P1D"\)$/],
  [{ at: '8:00' }, 'at', /^must be a time on the clock, such as "08:00" \(it is "8:00"\)$/],
  [{ at: 8 }, 'at', /^must be a time on the clock, such as "08:00" \(it is 8\)$/],
  [
    { timeZone: '+01:00' },
    'timeZone',
    /^must be the name of a time zone, such as "Europe\/London" \(it is "\+01:00"\)$/,
  ],
  [
    { timeZone: undefined },
    'timeZone',
    /^must be the name of a time zone, such as "Europe\/London" \(it is missing\)$/,
  ],
  [{ to: [] }, 'to', /^is not a setting here; there are name, every, at, timeZone, subscribers, petitions$/],
  [{ subscribers: desk }, 'subscribers', /^must be a list, such as \[\{ "email": "desk@example\.org" \}\]$/],
  [{ subscribers: ['desk'] }, 'subscribers.0', /^must be an object, such as \{ "email": .* \(it is "desk"\)$/],
  [{ subscribers: [{}] }, 'subscribers.0', /^must have one address, such as .*; there are "email", "webhook", "queue"/],
  [
    { subscribers: [{ sms: '+447700900000' }] },
    'subscribers.0.sms',
    /^cannot get a digest, which is too long for an SMS; use another address, such as \{ "email": /,
  ],
  [{ subscribers: [{ ...desk, alerts: ['threshold-met'] }] }, 'subscribers.0.alerts', /^is not a setting here/],
  [
    { subscribers: [desk, desk] },
    'subscribers.1.email',
    /^is already used by digests\.0\.subscribers\.0; SNS allows one subscription per address \(/,
  ],
  [
    { subscribers: [{ webhook: 'http://192.168.1.7/digest' }] },
    'subscribers.0.webhook',
    /^must be an https address of a public host, unless/,
  ],
  [
    { petitions: [] },
    'petitions',
    /^must not be empty: name one, such as "uk-parliament\/700143", or leave the list out to get all/,
  ],
  [
    { petitions: ['700143'] },
    'petitions.0',
    /^must be a petition, such as "uk-parliament\/700143" \(it is "700143"\)$/,
  ],
  [
    { petitions: ['uk-parliament/1'] },
    'petitions.0',
    /^is not a watched petition; there is "uk-parliament\/700143" \(/,
  ],
])('%j is refused', (changes, path, message) => {
  expect(faultsOf({ ...good, ...changes })).toEqual({ [`digests.0.${path}`]: expect.stringMatching(message) });
});

test('what is no list, and no object, is refused with a good one', () => {
  expect(faultsOf('newsdesk')).toEqual({
    'digests.0': expect.stringMatching(
      /^must be an object, such as \{ "name": "newsdesk", "every": "day", "at": "08:00"/,
    ),
  });
  expect(() => checkConfig({ watch, digests: good }, 'petitions.json')).toThrow(
    /digests must be a list, such as \[\{ "name": "newsdesk"/,
  );
});

test('a name that is given twice is refused; an address may be in several lists', () => {
  expect(faultsOf({ ...good, subscribers: [desk] }, { ...good, every: 'monday', subscribers: [desk] })).toEqual({
    'digests.1.name': 'is already the name of digests.0; give each digest its own name (it is "newsdesk")',
  });
});

test('ten digests are taken, one more is not: Lambda has 4 kB for what names their topics', () => {
  const lists = Array.from({ length: 11 }, (_, index) => ({ ...good, name: `list-${index}` }));
  expect(read(...lists.slice(1)).digests).toHaveLength(10);
  expect(faultsOf(...lists)).toEqual({
    digests: expect.stringMatching(/^must have at most 10 digests: merge some/),
  });
});
