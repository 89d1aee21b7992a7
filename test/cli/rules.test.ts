import { jsonLines, monitor } from './cli.ts';

test('in a terminal that is narrower than the table, each edition is a block', async () => {
  const table = (await monitor('rules', 'uk-parliament')).stdout;
  const { isTTY, columns } = process.stdout;
  Object.assign(process.stdout, { isTTY: true, columns: 90 });
  const { stdout } = await monitor('rules', 'uk-parliament');
  Object.assign(process.stdout, { isTTY, columns });
  expect(table).toMatch(/^┌/);
  expect(stdout).toMatch(
    /^uk-parliament\n {2}opened from {2}2015-07-20\n {2}signing {6}6 months, .*\n {2}threshold {4}response\n/,
  );
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(90);
});

test('all built-in rules are printed as a table', async () => {
  const { code, stdout, stderr } = await monitor('rules');
  expect([code, stderr]).toEqual([0, '']);
  for (const told of ['us-we-the-people', '2013-01-15', '100,000 signatures', 'kr-blue-house', 'end of signing'])
    expect(stdout).toContain(told);
});

test('those of one name, for programs, an edition a line', async () => {
  const { code, stdout } = await monitor('rules', 'eu-eci', '--format', 'jsonl');
  expect(code).toBe(0);
  const editions = jsonLines(stdout);
  expect(editions.map(({ from }) => from)).toEqual([
    '2012-04-01',
    '2013-07-01',
    '2014-07-01',
    '2020-01-01',
    '2020-02-01',
    '2024-07-16',
  ]);
  expect(editions.at(-1)).toMatchObject({
    name: 'eu-eci',
    read: true,
    timeZone: 'Europe/Brussels',
    signingWindow: 'P12M',
    cutoff: 'end-of-day',
    retractable: true,
    commitment: 'statute',
    thresholds: [
      {
        name: 'response',
        signatures: 1_000_000,
        responseWindow: 'P6M',
        clock: 'submitted',
        parts: { of: 'member states', atLeast: 7 },
      },
    ],
    says: { asOf: '2026-09-25' },
  });
});

test('a name that is none is bad usage, and those that there are are named', async () => {
  const { code, stdout, stderr } = await monitor('rules', 'atlantis');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/"atlantis" is not the name of built-in rules; there are "us-we-the-people", "uk-parliament"/);
});
