/**
 * Files of recorded histories as public trackers publish them. Their forms are those of trackers of petitions of the
 * UK, France and the EU (2018 to 2026); the numbers are made up.
 */
import { BadInput } from '../../src/validation.ts';
import { readHistory, type HistoryFileOptions } from '../../cli/backtest/recorded-history.ts';

const read = (lines: readonly string[], options?: HistoryFileOptions): unknown =>
  readHistory(lines.join('\n'), 'log.csv', options).map(({ at, signatures }) => [at.toString(), signatures]);

function messageOf(lines: readonly string[], options?: HistoryFileOptions): string {
  try {
    read(lines, options);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

const utc = { timeZone: 'UTC' };

test.each<[string, string[], HistoryFileOptions, unknown[]]>([
  [
    'names of columns in lower case, times without an offset, microseconds',
    ['timestamp,count', '2024-11-24 00:14:47.611112,90'],
    utc,
    [['2024-11-24T00:14:47.611112Z', 90]],
  ],
  [
    'a file that a spreadsheet began, month first, and a program went on with',
    ['Timestamp,Signatures', '6/9/2025 6:57,90', '6/28/2025 16:55,91', '2025-06-29 23:32:03,92'],
    { timeZone: 'America/Chicago' },
    [
      ['2025-06-09T11:57:00Z', 90],
      ['2025-06-28T21:55:00Z', 91],
      ['2025-06-30T04:32:03Z', 92],
    ],
  ],
  [
    'no header, tabs, the time of Paris',
    ['2025-07-10 09:24:58\t0', '2025-07-10 10:32:43\t5'],
    { timeZone: 'Europe/Paris' },
    [
      ['2025-07-10T07:24:58Z', 0],
      ['2025-07-10T08:32:43Z', 5],
    ],
  ],
  [
    'semicolons, day first, halves of the day',
    ['Date;Votes', '28/06/2025 1:05 PM;"1,150"', '1/7/2025 12:00 am;1151'],
    utc,
    [
      ['2025-06-28T13:05:00Z', 1150],
      ['2025-07-01T00:00:00Z', 1151],
    ],
  ],
  ['days with dots', ['Date;Votes', '9.7.2025 06:05;90'], utc, [['2025-07-09T06:05:00Z', 90]]],
  ['a separator that Excel names', ['sep=|', 'time|count', '2025-07-09T06:05Z|90'], {}, [['2025-07-09T06:05:00Z', 90]]],
  [
    'seconds and milliseconds since 1970',
    ['time,count', '1752041100,90', '1752041160000,91', '1752041220.25,92'],
    {},
    [
      ['2025-07-09T06:05:00Z', 90],
      ['2025-07-09T06:06:00Z', 91],
      ['2025-07-09T06:07:00Z', 92],
    ],
  ],
  [
    'offsets in every spelling, and more digits than a clock has',
    [
      'Observed_At,signatures',
      '2025-07-09 08:05:00+02,1',
      '2025-07-09T08:06:00.0123456789+0200,2',
      '2025-07-09 06:07 UTC,3',
    ],
    {},
    [
      ['2025-07-09T06:05:00Z', 1],
      ['2025-07-09T06:06:00.012345678Z', 2],
      ['2025-07-09T06:07:00Z', 3],
    ],
  ],
  ['a day is over at its end', ['date,votes', '2025-07-09,90'], utc, [['2025-07-09T23:59:59.999Z', 90]]],
  [
    'counts as tables write them',
    [
      'time,count',
      ...['90.0', 'NA', '"1,150"', '-', '', '1 234 567'].map((one, index) => `2025-07-09T06:0${index}Z,${one}`),
    ],
    {},
    [
      ['2025-07-09T06:00:00Z', 90],
      ['2025-07-09T06:01:00Z', undefined],
      ['2025-07-09T06:02:00Z', 1150],
      ['2025-07-09T06:03:00Z', undefined],
      ['2025-07-09T06:04:00Z', undefined],
      ['2025-07-09T06:05:00Z', 1234567],
    ],
  ],
  [
    'the last of four columns empty, and a separator at the end of a row',
    ['source,petition,observed_at,signatures', 'fr,i-1,2025-07-09T06:05:00Z,', 'fr,i-1,2025-07-09T06:06:00Z,7,'],
    {},
    [
      ['2025-07-09T06:05:00Z', undefined],
      ['2025-07-09T06:06:00Z', 7],
    ],
  ],
  [
    'columns and a form that options name',
    ['id,seen,n', '7,"9 July 2025, 6:05",90'],
    { timeColumn: 'Seen', countColumn: 'n', timeFormat: 'd MMMM yyyy, H:mm', timeZone: 'Europe/London' },
    [['2025-07-09T05:05:00Z', 90]],
  ],
  [
    'day first, as an option says',
    ['time,count', '7/9/2025 6:05,90'],
    { timeFormat: 'd/M/yyyy H:mm', timeZone: 'UTC' },
    [['2025-09-07T06:05:00Z', 90]],
  ],
  [
    'of several petitions, the one that is named',
    ['source,petition,observed_at,signatures', 'uk,7,2025-07-09T06:05:00Z,90', 'uk,8,2025-07-09T06:05:00Z,5'],
    { petition: 'uk-parliament/8' },
    [['2025-07-09T06:05:00Z', 5]],
  ],
])('%s: read', (_, lines, options, rows) => {
  expect(read(lines, options)).toEqual(rows);
});

test.each<[string, string[], HistoryFileOptions, string]>([
  [
    'times without an offset',
    ['time,count', '2025-07-09 06:05,90'],
    {},
    'log.csv: has times without an offset, such as "2025-07-09 06:05": name their zone with --time-zone, such as UTC',
  ],
  [
    'a day and a month in no plain order',
    ['time,count', '7/9/2025 6:05,90', '8/9/2025 6:05,91'],
    utc,
    'log.csv: does not show whether "7/9/2025 6:05" begins with the day or the month: say it with --time-format "d/M/yyyy H:mm" or "M/d/yyyy H:mm"',
  ],
  [
    'days in both orders',
    ['time,count', '28/6/2025 6:05,90', '6/28/2025 6:05,91'],
    utc,
    'log.csv: has some days before their months, and some after: write them in one order, or as 2025-06-28',
  ],
  [
    'a column that is there twice, in upper and lower case',
    ['observed_at,signatures,Signatures', '2025-07-09T06:05:00Z,90,5'],
    {},
    'log.csv:1: has 2 columns that may have the count, "signatures", "Signatures": name one with --count-column',
  ],
  [
    'a column that is there twice',
    ['observed_at,signatures,signatures', '2025-07-09T06:05:00Z,90,5'],
    {},
    'log.csv:1: has the column "signatures" twice: rename one, so that it is plain which has the count',
  ],
  [
    'two columns that may be meant',
    ['time,count,total', '2025-07-09T06:05:00Z,90,5'],
    {},
    'log.csv:1: has 2 columns that may have the count, "count", "total": name one with --count-column',
  ],
  [
    'a column that is not there',
    ['time,count', '2025-07-09T06:05:00Z,90'],
    { countColumn: 'constructor' },
    'log.csv:1: has no column "constructor": name one with --count-column; there are "time", "count"',
  ],
  ['an empty file', [], {}, 'log.csv:1: is empty: its first line names the columns, such as observed_at,signatures'],
  [
    'rows of several petitions',
    ['petition,time,count', '7,2025-07-09T06:05:00Z,90', '8,2025-07-09T06:05:00Z,5'],
    {},
    'log.csv: has rows of 2 petitions: name one with --petition source/id; there are "7", "8"',
  ],
  [
    'a number with commas and without quotes',
    ['time,count', '2025-07-09T06:05:00Z,1,150'],
    {},
    'log.csv:2: has 3 cells, where there are 2 columns: a number with commas needs quotes, such as "1,150"',
  ],
  [
    'a count that nothing can have',
    ['time,count', '2025-07-09T06:05:00Z,99999999999999999999'],
    {},
    'log.csv:2: count must be a whole number below a billion, such as 12345, or empty (it is "99999999999999999999")',
  ],
  [
    'a dot that may be a group or a fraction',
    ['time,count', '2025-07-09T06:05:00Z,1.150'],
    {},
    'log.csv:2: count must be a whole number below a billion, such as 12345, or empty (it is "1.150")',
  ],
  [
    'a day that is in no calendar',
    ['time,count', '2025-02-30T06:05:00Z,90'],
    {},
    'log.csv:2: time must be an ISO 8601 instant, such as "2016-01-05T17:00:00Z"; another form needs --time-format (it is "2025-02-30T06:05:00Z")',
  ],
  [
    'a form that is none',
    ['time,count', '2025-02-30T06:05:00Z,90'],
    { timeFormat: 'DD.MM' },
    '--time-format: must be "iso", "seconds", "milliseconds" or a form such as "d MMMM yyyy"',
  ],
])('%s: refused, with what to do', (_, lines, options, message) => {
  expect(messageOf(lines, options)).toContain(message);
});

test('rows that break off are left out and named: one must not cost a file of thousands', () => {
  const notes: string[] = [];
  const lines = ['time,count', '2025-07-09T06:05:00Z,90', '2025-07-09T06:0', '', '2025-07-09T06:07:00Z,91'];
  expect(read(lines, { note: (text) => void notes.push(text) })).toHaveLength(2);
  expect(notes).toEqual(['log.csv: left out rows that break off, 1 in all; lines 3']);
});
