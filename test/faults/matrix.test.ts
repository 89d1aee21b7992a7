/** The guarantee, tried: the matrix of docs/guarantee.md is measured anew. `npm run guarantee` writes it down. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Temporal } from 'temporal-polyfill';
import { stackOf } from '../lib/monitor.ts';
import { beginningOf, openWorld } from './world.ts';
import { matrixOf, tableOf, type Row } from './matrix.ts';
import { operationsOf } from './classes/crashes.ts';
import { scenarios } from './scenarios.ts';

const document = new URL('../../docs/guarantee.md', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'faults-'));
let bundle: string;
let rows: Row[];

beforeAll(async () => {
  const app = stackOf({}, folder).node.root;
  if (!App.isApp(app)) throw new Error('the root is no app');
  app.synth();
  bundle = join(folder, readdirSync(folder).find((name) => name.startsWith('asset.')) ?? '');
  rows = await matrixOf(bundle);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('no alert is lost, false or contradictory, whatever happens; and none is repeated but where the guarantee says so', () => {
  expect(rows.flatMap(({ broken }) => broken)).toEqual([]);
});

test('the bundle makes the calls of which each has its turn', async () => {
  const world = await openWorld(await beginningOf(scenarios.twoMet, Temporal.Now.instant(), 25));
  try {
    expect(await operationsOf(bundle, world)).toEqual([
      'GetItem',
      ...Array.from({ length: 16 }, () => 'Query'),
      'GetItem',
      'GET',
      'PutItem',
      'PutItem',
      'PutItem',
      'Publish',
      'Publish',
      'PutItem',
      'PutItem',
      'GetItem',
    ]);
  } finally {
    await world.close();
  }
});

test('docs/guarantee.md shows what was measured', () => {
  const text = readFileSync(document, 'utf8');
  const table = tableOf(rows);
  if (process.env.GUARANTEE === 'write') {
    process.stdout.write(`${table}\n`);
    writeFileSync(document, text.replace(/^\| fault .*\n(\|.*\n)+/m, `${table}\n`));
  } else expect(text).toContain(`\n${table}\n`);
});
