/** A table where it fits the terminal, and blocks where it does not. */
import { fittingTable, terminalWidth, type FittingTable } from '../../local/fitting-table.ts';

const table: FittingTable = {
  columns: [{ head: 'name' }, { head: 'page', width: 12 }, { head: 'count', align: 'right' }],
  groups: [
    [
      ['first', 'https://example.org/a-long-address', '1'],
      ['', '', '22'],
    ],
    [['second', 'two\nlines 署名', '']],
  ],
};

test('a table that is as wide as the terminal stays a table', () => {
  const wide = fittingTable(table, Infinity);
  expect(wide).toMatchInlineSnapshot(`
    "┌────────┬────────────┬───────┐
    │ name   │ page       │ count │
    ├────────┼────────────┼───────┤
    │ first  │ https://e… │     1 │
    │        │            │    22 │
    │ second │ two        │       │
    │        │ lines 署名 │       │
    └────────┴────────────┴───────┘"
  `);
  expect(fittingTable(table, 31)).toBe(wide);
});

test('on a narrower terminal each group is a block: no empty field, and nothing is cut', () => {
  expect(fittingTable(table, 30)).toMatchInlineSnapshot(`
    "first
      page   https://example.org/a-long-address
      count  1
      count  22

    second
      page   two lines 署名"
  `);
});

test('a value that is longer than the line goes on below itself, and a word is never broken', () => {
  const wordy = {
    columns: table.columns,
    groups: [[['first', 'one two three four five https://example.org/a-long-address', '1']]],
  };
  expect(fittingTable(wordy, 28)).toMatchInlineSnapshot(`
    "first
      page   one two three four
             five
             https://example.org/a-long-address
      count  1"
  `);
  expect(fittingTable(wordy, 1)).toBe(fittingTable(wordy, 29));
});

test.each([
  ['a pipe or a file has no limit', { columns: 40 }, Infinity],
  ['a terminal has its own', { isTTY: true, columns: 40 }, 40],
  ['a terminal that does not say has 80', { isTTY: true, columns: 0 }, 80],
])('of widths: %s', (_, stream, width) => {
  expect(terminalWidth(stream)).toBe(width);
});
