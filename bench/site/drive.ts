/** Runs the report function over petitions of which some have changed, and says what each run took. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { placesFile } from '../../lambda/site/environment.ts';
import { siteAssets } from '../../lib/site-assets.ts';
import { startMeter, type Consumed } from '../cost/meter.ts';
import { populationOf } from '../cost/population.ts';
import { cloudStarted } from '../parts/protocol.ts';
import { startPart } from '../processes.ts';
import { bundled } from '../world.ts';
import { Moving } from './moving.ts';
import { made, type Made } from './protocol.ts';

export interface Run extends Made, Pick<Consumed, 'read' | 'write'> {
  /** Counts that had changed since the run before. */
  readonly changed: number;
}

export interface Driven {
  readonly petitions: number;
  /** Everything is new. */
  readonly first: Run;
  /** Nothing has changed. */
  readonly unchanged: Run;
  /** A quarter of an hour after another. */
  readonly quarters: readonly Run[];
  /** At an alert, a minute after the run before. */
  readonly alerted: Run;
  /** The first of a day, a quarter of an hour after another. */
  readonly daybreak: Run;
  /** Bytes of the overview, and of the page, the JSON and the CSV of a petition. */
  readonly bytes: readonly number[];
}

const minute = 60_000;
const quarter = 15 * minute;
const start = Date.parse('2026-01-20T12:00:30Z');
const beforeMidnight = Date.parse('2026-01-20T23:46:00Z');
const timeLimit = 3_600_000;
const file = (path: string): URL => new URL(path, import.meta.url);

export async function drive(petitions: number, quarters: number): Promise<Driven> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const cloudPart = startPart(file('../parts/cloud.ts'), { cores: 'others' });
  const cloud = parse(cloudStarted, await cloudPart.ask({ want: 'start' }), 'cloud');
  const meter = await startMeter(cloud.engine.endpoint);
  const population = populationOf(petitions, 'as petitions are');
  const watch = population.map(({ id }) => ({ source: 'uk-parliament' as const, petition: id }));
  const config = checkConfig({ watch, site: {} }, 'bench');
  const PETITIONS_FILE = join(folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(config));
  writeFileSync(join(folder, placesFile), '[]');
  for (const [name, text] of Object.entries(siteAssets())) writeFileSync(join(folder, name), text);
  const environment = { ...cloud.environment, AWS_ENDPOINT_URL_DYNAMODB: meter.url, PETITIONS_FILE };
  const running = startPart(bundled('site/function.ts', folder), {
    cores: 'measured',
    // No more than it has in Lambda, of lib/status-site.ts.
    node: ['--max-old-space-size=600'],
    environment,
  });
  const moving = await Moving.seeded({ engine: cloud.engine, table: cloud.table, config, population, start });

  async function run(now: number, isAlert = false): Promise<Run> {
    const changed = await moving.later(now);
    if (isAlert) await moving.alerted(now);
    meter.take();
    const done = parse(made, await running.ask({ now, timeLimit, isAlert }), 'run');
    const { read, write } = meter.take();
    return { ...done, changed, read, write };
  }
  try {
    const first = await run(start);
    const unchanged = await run(start);
    const later: Run[] = [];
    for (let index = 1; index <= quarters; index++) later.push(await run(start + index * quarter));
    await run(beforeMidnight - minute);
    const alerted = await run(beforeMidnight, true);
    const daybreak = await run(beforeMidnight + quarter);
    const page = 'petitions/uk-parliament/1';
    const bytes = await Promise.all(
      ['index.html', `${page}.html`, `${page}.json`, `${page}.csv`].map(async (path) => {
        const { SITE_URL = '' } = cloud.environment;
        return (await (await fetch(`${SITE_URL}${path}`)).arrayBuffer()).byteLength;
      }),
    );
    return { petitions, first, unchanged, quarters: later, alerted, daybreak, bytes };
  } finally {
    moving.close();
    running.close();
    cloudPart.close();
    await meter.close();
    rmSync(folder, { recursive: true });
  }
}
