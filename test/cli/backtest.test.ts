import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines, monitor, type Ended } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A petition that crosses 100 on the second day, with a gap, a moment without a count and a fall. */
const rows = [
  '2026-03-01T10:00:00Z,0',
  '2026-03-01T22:00:00Z,40',
  '2026-03-02T10:30:00Z,99',
  '2026-03-02T10:45:00Z,',
  '2026-03-02T11:10:00Z,104',
  '2026-03-04T12:00:00Z,98',
  '2026-03-20T12:00:00Z,150',
];
const csv = (lines: readonly string[]): string => ['observed_at,signatures', ...lines].join('\n');
const readings = file('readings.csv', csv(rows));
const rules = file(
  'rules.json',
  JSON.stringify({
    timeZone: 'Europe/London',
    signingWindow: 'P30D',
    thresholds: [
      { name: 'response', signatures: 100, responseWindow: 'P10D' },
      { name: 'debate', signatures: 1000 },
    ],
  }),
);

const run = (...more: string[]): Promise<Ended> =>
  monitor('backtest', '--readings', readings, '--rules', rules, '--opened', '2026-03-01T09:00:00Z', ...more);

describe('as JSON lines', () => {
  test('each alert is an object with the keys of the contract, and the last line sums up', async () => {
    const { code, stdout, stderr } = await run('--polling', 'PT1H', '--format', 'jsonl', '--petition', 'test/7');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [met, ...others] = jsonLines(stdout);
    expect(met).toMatchObject({
      alert: 'threshold-met',
      petition: 'test/7',
      threshold: 'response',
      needed: 100,
      signatures: 104,
      detectedAt: '2026-03-02T12:00:00Z',
      occurredAt: null,
      // At 11:00 the last row had no count.
      between: ['2026-03-02T10:00:00Z', '2026-03-02T12:00:00Z'],
      certain: true,
      deadline: '2026-03-31T08:00:00Z',
    });
    expect(others.at(-1)).toEqual({
      summary: true,
      polls: expect.any(Number),
      readings: expect.any(Number),
      alerts: others.length,
      from: '2026-03-01T10:00:00Z',
      until: '2026-03-20T12:00:00Z',
    });
  });

  test('an answer discharges what was owed', async () => {
    const names = async (...more: string[]): Promise<unknown[]> => {
      const { stdout } = await run('--format', 'jsonl', '--polling', 'P1D', ...more);
      return jsonLines(stdout).map(({ alert, occurredAt }) => (alert === undefined ? 'summary' : [alert, occurredAt]));
    };
    expect(await names('--response', '2026-03-05T10:00:00+01:00')).toEqual([
      ['threshold-met', null],
      ['response-met', '2026-03-05T09:00:00Z'],
      'summary',
    ]);
    expect(await names()).toContainEqual(['response-missed', null]);
  });

  test('between two rows that lie close together, the count may move evenly', async () => {
    const met = async (...more: string[]): Promise<unknown> =>
      jsonLines((await run('--format', 'jsonl', '--polling', 'PT1M', ...more)).stdout)[0]?.detectedAt;
    const close = file(
      'close.csv',
      csv(['2026-03-02T10:00:00Z,90', '2026-03-02T11:00:00Z,110', '2026-03-02T14:00:00Z,110']),
    );
    expect(await met('--readings', close)).toBe('2026-03-02T11:00:00Z');
    expect(await met('--readings', close, '--between', 'linear')).toBe('2026-03-02T10:30:00Z');
  });

  test('until goes beyond the last row: the polls see that row', async () => {
    const { stdout } = await run('--format', 'jsonl', '--until', '2026-04-02T00:00:00Z');
    expect(jsonLines(stdout)).toContainEqual(
      expect.objectContaining({ alert: 'threshold-missed', threshold: 'debate', detectedAt: '2026-03-31T08:01:00Z' }),
    );
  });
});

test('as text, a line an alert', async () => {
  const { stdout } = await run('--polling', 'PT1M', '--response', '2026-03-05T10:00:00Z');
  expect(stdout).toMatchInlineSnapshot(`
    "2026-03-02T11:10:00Z  threshold-met  Threshold met: 104 of 100 signatures
    2026-03-05T10:00:00Z  response-met  Answered, at 98 signatures
    27,481 polls, 27,456 readings, 2 alerts, from 2026-03-01T10:00:00Z to 2026-03-20T12:00:00Z
    "
  `);
});

describe('whatever the rows', () => {
  const alertsOf = async (name: string, lines: readonly string[], polling: string): Promise<unknown> => {
    const { stdout } = await run('--readings', file(name, csv(lines)), '--polling', polling, '--format', 'jsonl');
    return jsonLines(stdout);
  };

  test.each(['adaptive', 'PT1M', 'PT5M', 'PT1H', 'P1D'])(
    'in another order, or twice, polled %s: the same alerts',
    async (polling) => {
      // Every minute of two days, and no more: of all 19 it takes seconds.
      const some = polling === 'PT1M' ? rows.slice(0, 5) : rows;
      const expected = await alertsOf('a.csv', some, polling);
      expect(await alertsOf('b.csv', [...some].reverse(), polling)).toEqual(expected);
      expect(await alertsOf('c.csv', [...some, ...some].sort(), polling)).toEqual(expected);
    },
  );

  test('other columns are ignored, and names may be quoted', async () => {
    const wide = file(
      'wide.csv',
      ['source,"observed_at",petition,signatures', 'x,2026-03-01T10:00:00Z,"a, b",7'].join('\r\n'),
    );
    const { code, stdout } = await run('--readings', wide, '--format', 'jsonl');
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ summary: true, polls: 1, readings: 1, alerts: 0 }]);
  });
});

describe('bad usage ends with 2, nothing on stdout, and an error that shows a good value', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown option', ['--fast'], /unknown option '--fast'/],
    ['an unknown format', ['--format', 'xml'], /Allowed choices are text, jsonl/],
    ['an instant that is none', ['--opened', 'yesterday'], /--opened: must be an ISO 8601 instant, such as/],
    [
      'rules that are neither',
      ['--rules', 'uk'],
      /"uk" is neither a file nor the name of built-in rules; did you mean "uk-parliament"\?/,
    ],
    [
      'rules with a fault',
      ['--rules', file('bad.json', '{"timeZone":"Paris","thresholds":{}}')],
      /2 faults\n {2}.*bad\.json:1:2: timeZone must be the name of a time zone.*\n {2}.*bad\.json:1:21: thresholds must be a list/,
    ],
    ['a polling that is none', ['--polling', 'often'], /--polling \(or "adaptive"\): must be an ISO 8601 duration/],
    ['a polling without a fixed length', ['--polling', 'P1M'], /P1M has no fixed length; a good value is PT1M/],
    ['a file that is not there', ['--readings', join(folder, 'none.csv')], /none\.csv: there is no such file/],
    [
      'an end before the beginning',
      ['--until', '2026-02-01T00:00:00Z'],
      /--until: must not be before the first reading, 2026-03-01T10:00:00Z/,
    ],
    [
      'a header without the columns',
      ['--readings', file('h.csv', 'when,what\n2026-03-01T10:00:00Z,7')],
      /h\.csv:1: has no column for the time: name one with --time-column; there are "when", "what"/,
    ],
    [
      'rows with faults',
      ['--readings', file('r.csv', csv(['2026-03-01T10:00:00Z,7', 'then,-1']))],
      /2 faults\n {2}.*r\.csv:3: observed_at must be .*"then"\)\n {2}.*r\.csv:3: signatures must be a whole number below a billion, such as 12345, or empty \(it is "-1"\)/,
    ],
    ['no rows', ['--readings', file('e.csv', 'observed_at,signatures\n')], /has no rows below its header/],
    ['a table that is broken', ['--readings', file('q.csv', 'observed_at,signatures\n"2026')], /is not CSV/],
  ])('%s', async (_, options, message) => {
    const { code, stdout, stderr } = await run(...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('many faults are counted, not listed', async () => {
    const bad = file('many.csv', csv(Array.from({ length: 50 }, () => 'then,7')));
    expect((await run('--readings', bad)).stderr).toMatch(/many\.csv:11: .*\n {2}and 40 more\n$/);
  });
});
