import { readHistory } from '../../../cli/backtest/recorded-history.ts';
import { historyText } from '../../../cli/data/history-text.ts';
import { newPetition, type Petition } from '../../../src/domain/petition.ts';
import { readingsCsv, recordedReadings } from '../../../lambda/site/readings-csv.ts';
import { at, ukParliament, weThePeople } from '../../domain/story.ts';

const opened = at('2016-01-01T17:00:00Z');
const textOf = (petition: Petition): string => historyText(petition, [], recordedReadings(petition, petition.counts));

test('a verdict is told with its evidence, in the zone of the platform', () => {
  const { petition } = weThePeople()
    .sees('2016-01-02T17:00:00Z', 60_000, { opened, title: 'A title\nin two lines', url: 'https://example.org/1' })
    .sees('2016-01-03T17:00:00Z', 100_400, { answer: null })
    .sees('2016-01-04T17:00:00Z', 100_390, {
      answer: { at: at('2016-01-04T15:30:00Z'), url: 'https://example.org/answer' },
    });
  expect(textOf({ ...petition, petition: 'us-we-the-people/1' })).toMatchInlineSnapshot(`
    "us-we-the-people/1: A title in two lines
    https://example.org/1
    Opened 1 January 2016, 12:00 (New York time)
    Signing until 31 January 2016, 12:00 (New York time), by the rules

    Threshold response, 100,000 signatures: met
      seen between our checks of 2 January 2016, 12:00 (New York time) and 3 January 2016, 12:00 (New York time)
      response: answered; was promised by 2 February 2016, 12:00 (New York time)

    Answered
      the platform's own timestamp: 4 January 2016, 10:30 (New York time)
      seen between our checks of 3 January 2016, 12:00 (New York time) and 4 January 2016, 12:00 (New York time)
      https://example.org/answer

    2 January 2016, 12:00 (New York time)   60,000
    3 January 2016, 12:00 (New York time)  100,400  +40,400
    4 January 2016, 12:00 (New York time)  100,390      -10
    "
  `);
});

test('so is what the platform stamps, takes back and closes', () => {
  const stamps = { response: at('2026-01-03T09:00:00Z') };
  const { petition } = ukParliament()
    .sees('2026-01-02T10:00:00Z', 9_000, { opened: at('2026-01-01T10:00:00Z') })
    .sees('2026-01-03T10:00:00Z', 10_400, { stamps })
    .sees('2026-01-04T10:00:00Z', 9_999, { stamps: { response: null } })
    .sees('2026-01-05T10:00:00Z', 10_001, { stamps: { response: at('2026-01-05T09:00:00Z') } })
    .sees('2026-01-06T10:00:00Z', 10_001, {
      signing: { open: false, at: at('2026-01-06T09:00:00Z'), reason: 'rejected' },
    })
    .misses('2026-01-07T10:00:00Z');
  expect(textOf({ ...petition, petition: 'uk-parliament/1' })).toMatchInlineSnapshot(`
    "uk-parliament/1
    Opened 1 January 2026, 10:00 (London time)
    Signing until 1 July 2026, 23:59 (London time), by the rules
    Closed early (rejected)
      the platform's own timestamp: 6 January 2026, 09:00 (London time)
      seen between our checks of 5 January 2026, 10:00 (London time) and 6 January 2026, 10:00 (London time)
    Gone from its platform since 7 January 2026, 10:00 (London time)

    Threshold response, 10,000 signatures: met, again
      the platform's own timestamp: 5 January 2026, 09:00 (London time)
      seen between our checks of 4 January 2026, 10:00 (London time) and 5 January 2026, 10:00 (London time)
      response: expected by 26 January 2026, 23:59 (London time), by convention

    Threshold debate, 100,000 signatures: missed, closed-early

    2 January 2026, 10:00 (London time)   9,000
    3 January 2026, 10:00 (London time)  10,400  +1,400
    4 January 2026, 10:00 (London time)   9,999    -401
    5 January 2026, 10:00 (London time)  10,001      +2
    6 January 2026, 10:00 (London time)  10,001
    "
  `);
});

test('of a petition that was not read yet there is only the name', () => {
  expect(historyText(newPetition('test/1'), [], [])).toBe('test/1\n\nNo reading yet\n');
});

test('a petition that its platform never showed is not found, and not gone', () => {
  const gone = { since: at('2016-01-10T17:00:00Z'), told: false };
  expect(textOf({ ...newPetition('test/1'), gone })).toMatch(
    /^Not found on its platform since 10 January 2016.*: check the id$/m,
  );
  const { petition } = weThePeople().sees('2016-01-02T17:00:00Z', 60_000, { opened });
  expect(textOf({ ...petition, gone })).toMatch(/^Gone from its platform since 10 January 2016/m);
});

describe('as CSV', () => {
  const { petition } = weThePeople()
    .sees('2016-01-02T17:00:00.700Z', 60_000, { opened })
    .sees('2016-01-03T17:00:00Z', 60_100)
    .sees('2016-01-04T17:00:00.900Z', 60_100);
  const counts = petition.counts.map(({ at: when, signatures }) => ({
    at: when.round({ smallestUnit: 'second', roundingMode: 'floor' }),
    signatures,
  }));

  test('the readings are read again as they are, with the latest, that found the same count', () => {
    const csv = readingsCsv(recordedReadings(petition, counts));
    expect(csv).toBe(
      'observed_at,signatures\n2016-01-02T17:00:00Z,60000\n2016-01-03T17:00:00Z,60100\n2016-01-04T17:00:00Z,60100\n',
    );
    expect(readHistory(csv, 'csv')).toEqual(recordedReadings(petition, counts));
  });

  test('the latest is there once when it is the last count too', () => {
    const { petition: one } = weThePeople().sees('2016-01-02T17:00:00.700Z', 60_000, { opened });
    expect(recordedReadings(one, counts.slice(0, 1))).toEqual(counts.slice(0, 1));
  });
});

test('an alert has the hash of what was read, or says that it has none', () => {
  const { petition, alerts } = weThePeople()
    .sees('2016-01-02T17:00:00Z', 60_000, { opened })
    .sees('2016-01-03T17:00:00Z', 100_400, { answer: null });
  const hashed = alerts.map((alert) => ({ ...alert, sha256: ['ab'.repeat(32)] }));
  expect(historyText(petition, hashed, [])).toContain(`\n    SHA-256 of what the platform sent: ${'ab'.repeat(32)}.`);
  expect(historyText(petition, alerts, [])).toContain('\n    There is no hash of what the platform sent');
});
